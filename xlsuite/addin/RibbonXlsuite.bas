Attribute VB_Name = "RibbonXlsuite"
Option Explicit

' The one callback of every ribbon button: the tag says which. What may have to be said before Python can say it stands
' on the sheet xlsuite.words of this add-in, for a module may hold ASCII only; no workbook needs to be open for it.
Public Sub OnButton(control As IRibbonControl)
    Dim interpreter As String

    On Error GoTo Failed
    If ActiveWorkbook Is Nothing Then
        Tell Words("no_workbook")
        Exit Sub
    End If
    #If Mac Then
        ' the sandbox of Excel for Mac asks the user before it looks at a file, so nothing is looked at here
    #Else
        interpreter = ThisWorkbook.Worksheets("xlsuite.conf").Range("B1").Value
        If interpreter <> "" Then
            If Not xlwings.FileExists(interpreter) Then
                Tell Replace(Words("no_python"), "{}", interpreter)
                Exit Sub
            End If
        End If
    #End If
    xlwings.RunPython "import xlsuite.click; xlsuite.click.click('" & control.Tag & "')"
    Exit Sub
Failed:
    Tell Replace(Words("no_start"), "{}", Err.Number & " " & Err.Description)
End Sub

' What xlwings' module has to show of a Python that ended badly: our own sentence as it is, of anything else its end.
Public Sub ShowFailure(ByVal written As String)
    Dim text As String

    text = Trim(Replace(Replace(written, vbCr, ""), vbLf & vbLf, vbLf))
    Do While Right(text, 1) = vbLf
        text = Left(text, Len(text) - 1)
    Loop
    If InStr(text, Words("title")) > 0 Then
        Tell text
    Else
        Tell Replace(Words("python_failed"), "{}", Mid(text, InStrRev(text, vbLf) + 1))
    End If
End Sub

Public Function Words(ByVal key As String) As String
    Dim sheet As Object
    Dim row As Long

    Set sheet = ThisWorkbook.Worksheets("xlsuite.words")
    row = 1
    Do While sheet.Cells(row, 1).Value <> ""
        If sheet.Cells(row, 1).Value = key Then
            Words = sheet.Cells(row, 2).Value
            Exit Function
        End If
        row = row + 1
    Loop
End Function

Public Sub Tell(ByVal text As String)
    #If Mac Then
        MsgBox text, vbExclamation, Words("title")
    #Else
        On Error GoTo Plain
        CreateObject("WScript.Shell").Popup text, 0, Words("title"), 48 ' MsgBox loses Chinese on an English Windows
        Exit Sub
Plain:
        MsgBox text, vbExclamation, Words("title")
    #End If
End Sub
