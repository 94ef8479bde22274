Attribute VB_Name = "RibbonXlsuite"
Option Explicit

' The one callback of every ribbon button: the tag says which.
Public Sub OnButton(control As IRibbonControl)
    RunPython "import xlsuite.click; xlsuite.click.click('" & control.Tag & "')"
End Sub
