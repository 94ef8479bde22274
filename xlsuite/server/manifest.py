"""The manifest by which Excel shows the ribbon of the server: an Office add-in for task panes, with our tab."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from xml.sax.saxutils import quoteattr

from xlsuite import __version__
from xlsuite.addin.ribbon import GROUPS, TAB, Button, Group

APP = "http://schemas.microsoft.com/office/appforoffice/1.1"
TYPES = "http://schemas.microsoft.com/office/officeappbasictypes/1.0"
OVERRIDES = "http://schemas.microsoft.com/office/taskpaneappversionoverrides"
INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
IDENTITY = uuid.UUID("6c1f0d52-8e0b-5c0c-9b63-1d2f6a0e7a12")
SIZES = (16, 32, 80)
ICON = "".join(f'<bt:Image size="{size}" resid="icon{size}"/>' for size in SIZES)


def manifest(origin: str, token: str) -> str:
    """The XML; `origin` is the server's address, `token` goes along in the address of its page."""
    page = f"{origin}/taskpane.html?token={token}"
    icons = f"{origin}/static/images/icons/xlwings"
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<OfficeApp xmlns="{APP}" xmlns:xsi="{INSTANCE}" xmlns:bt="{TYPES}" xsi:type="TaskPaneApp">'
        f"<Id>{IDENTITY}</Id><Version>{'.'.join((*__version__.split('.')[:3], '0'))}</Version>"
        "<ProviderName>xlsuite</ProviderName><DefaultLocale>zh-CN</DefaultLocale>"
        f'<DisplayName DefaultValue="{TAB}"/>'
        '<Description DefaultValue="廉政风险点台账、问题整改台账的检查、定级、汇总与报告"/>'
        f'<IconUrl DefaultValue="{icons}-32.png"/><HighResolutionIconUrl DefaultValue="{icons}-80.png"/>'
        f"<SupportUrl DefaultValue={quoteattr(page)}/><AppDomains><AppDomain>{origin}</AppDomain></AppDomains>"
        '<Hosts><Host Name="Workbook"/></Hosts>'
        '<Requirements><Sets DefaultMinVersion="1.1"><Set Name="SharedRuntime" MinVersion="1.1"/></Sets></Requirements>'
        f"<DefaultSettings><SourceLocation DefaultValue={quoteattr(page)}/></DefaultSettings>"
        "<Permissions>ReadWriteDocument</Permissions>"
        f'<VersionOverrides xmlns="{OVERRIDES}" xsi:type="VersionOverridesV1_0"><Hosts><Host xsi:type="Workbook">'
        '<Runtimes><Runtime resid="page" lifetime="long"/></Runtimes>'
        '<DesktopFormFactor><FunctionFile resid="page"/><ExtensionPoint xsi:type="PrimaryCommandSurface">'
        f'<CustomTab id="xlsuiteTab">{"".join(map(group_xml, GROUPS))}<Label resid="tab"/></CustomTab>'
        "</ExtensionPoint></DesktopFormFactor></Host></Hosts>"
        f"<Resources>{''.join(resources(page, icons))}</Resources></VersionOverrides></OfficeApp>\n"
    )


def group_xml(group: Group) -> str:
    buttons = "".join(map(button_xml, group.buttons))
    return f'<Group id="{group.id}"><Label resid="{group.id}"/><Icon>{ICON}</Icon>{buttons}</Group>'


def button_xml(button: Button) -> str:
    return (
        f'<Control xsi:type="Button" id="{button.id}"><Label resid="{button.tag}.label"/>'
        f'<Supertip><Title resid="{button.tag}.label"/><Description resid="{button.tag}.tip"/></Supertip>'
        f'<Icon>{ICON}</Icon><Action xsi:type="ExecuteFunction"><FunctionName>{button.id}</FunctionName></Action>'
        "</Control>"
    )


def resources(page: str, icons: str) -> Iterator[str]:
    buttons = [button for group in GROUPS for button in group.buttons]
    images = (f'<bt:Image id="icon{size}" DefaultValue="{icons}-{size}.png"/>' for size in SIZES)
    yield f"<bt:Images>{''.join(images)}</bt:Images>"
    yield f'<bt:Urls><bt:Url id="page" DefaultValue={quoteattr(page)}/></bt:Urls>'
    labels = [("tab", TAB), *((group.id, group.label) for group in GROUPS)]
    labels += [(f"{button.tag}.label", button.label) for button in buttons]
    yield f"<bt:ShortStrings>{strings(labels)}</bt:ShortStrings>"
    tips = [(f"{button.tag}.tip", f"{button.screentip}。{button.supertip}") for button in buttons]
    yield f"<bt:LongStrings>{strings(tips)}</bt:LongStrings>"


def strings(pairs: list[tuple[str, str]]) -> str:
    return "".join(f'<bt:String id="{name}" DefaultValue={quoteattr(text)}/>' for name, text in pairs)
