; SPDX-License-Identifier: GPL-3.0-or-later
; The installer for 64-bit Windows 10 and later, for the whole machine, in Chinese and English. Called by build.sh:
;   makensis -DVERSION=0.1.0 -DSTAGE=folder -DOUT=file busheng.nsi
; Silent: /S, then /D=C:\folder (last, without quotes). Options: /NOSERVICE leaves the service out. The uninstaller knows
; /S (keeps the data) and /PURGE (removes them).
Target amd64-unicode
SetCompressor /SOLID lzma
SetCompressorDictSize 64
ManifestDPIAware true
ManifestLongPathAware true
RequestExecutionLevel admin

!include MUI2.nsh
!include FileFunc.nsh
!include LogicLib.nsh
!include WinVer.nsh
!include x64.nsh
!include "path.nsh"

!define UNINSTALL_KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\Busheng"
!define SERVICE "BushengNode"
!define DATA "$APPDATA\Busheng" ; of all users, by SetShellVarContext

Name "$(ProductName)"
OutFile "${OUT}"
InstallDir "$PROGRAMFILES64\Busheng"
InstallDirRegKey HKLM "Software\Busheng" "InstallFolder"
BrandingText "Busheng ${VERSION}"
VIProductVersion "${VERSION}.0"
VIAddVersionKey /LANG=2052 ProductName "Busheng"
VIAddVersionKey /LANG=2052 FileDescription "部省数据同步 Busheng"
VIAddVersionKey /LANG=2052 FileVersion "${VERSION}"
VIAddVersionKey /LANG=2052 ProductVersion "${VERSION}"
VIAddVersionKey /LANG=2052 LegalCopyright "GPL-3.0-or-later"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_ABORTWARNING
!define MUI_FINISHPAGE_NOAUTOCLOSE
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_LICENSE "${STAGE}\LICENSE"
!insertmacro MUI_PAGE_COMPONENTS
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "SimpChinese" ; the first is taken where Windows speaks neither
!insertmacro MUI_LANGUAGE "English"

LangString ProductName ${LANG_SIMPCHINESE} "部省数据同步 Busheng"
LangString ProductName ${LANG_ENGLISH} "Busheng data synchronization"
LangString ConsoleName ${LANG_SIMPCHINESE} "部省数据同步控制台"
LangString ConsoleName ${LANG_ENGLISH} "Busheng console"
LangString ManualName ${LANG_SIMPCHINESE} "安装与使用手册"
LangString ManualName ${LANG_ENGLISH} "Manual"
LangString PromptName ${LANG_SIMPCHINESE} "部省命令行"
LangString PromptName ${LANG_ENGLISH} "Busheng command prompt"
LangString FilesSection ${LANG_SIMPCHINESE} "控制台、节点和命令行"
LangString FilesSection ${LANG_ENGLISH} "Console, node and command line"
LangString ServiceSection ${LANG_SIMPCHINESE} "将节点安装为 Windows 服务"
LangString ServiceSection ${LANG_ENGLISH} "The node as a Windows service"
LangString PathSection ${LANG_SIMPCHINESE} "将命令行加入 PATH"
LangString PathSection ${LANG_ENGLISH} "Command line on the PATH"
LangString TooOld ${LANG_SIMPCHINESE} "本程序需要 64 位 Windows 10 或更高版本。没有安装任何内容。"
LangString TooOld ${LANG_ENGLISH} "This program needs 64-bit Windows 10 or later. Nothing was installed."
LangString NoAdmin ${LANG_SIMPCHINESE} "安装需要管理员权限：请用右键菜单“以管理员身份运行”。没有安装任何内容。"
LangString NoAdmin ${LANG_ENGLISH} "Installing needs an administrator's rights: choose “Run as administrator”. Nothing was installed."
LangString InUse ${LANG_SIMPCHINESE} "程序正在运行：请关闭控制台和命令行窗口，然后重试。没有改动任何内容。"
LangString InUse ${LANG_ENGLISH} "The program is running: close the console and command lines, then try again. Nothing was changed."
LangString NoService ${LANG_SIMPCHINESE} "服务未能安装。其余部分已安装；请以管理员身份运行：busheng-node service install"
LangString NoService ${LANG_ENGLISH} "The service was not installed; the rest was. Run as administrator: busheng-node service install"
LangString AskData ${LANG_SIMPCHINESE} "是否同时删除节点的数据（密钥、配置、队列、台账）？$\n$\n${DATA}$\n$\n删除后无法恢复。"
LangString AskData ${LANG_ENGLISH} "Remove the node's data as well (keys, configuration, queues, ledger)?$\n$\n${DATA}$\n$\nThey cannot be brought back."

!macro StopService
    nsExec::Exec '"$SYSDIR\net.exe" stop ${SERVICE}'
    Pop $0
!macroend

; Sets $1 to "busy" when a program of ours in $INSTDIR cannot be replaced.
!macro FindBusy name
    ${If} ${FileExists} "$INSTDIR\${name}"
        ClearErrors
        FileOpen $0 "$INSTDIR\${name}" a
        ${If} ${Errors}
            StrCpy $1 "busy"
        ${Else}
            FileClose $0
        ${EndIf}
    ${EndIf}
!macroend

Function .onInit
    SetRegView 64
    SetShellVarContext all
    ${IfNot} ${RunningX64}
    ${OrIfNot} ${AtLeastWin10}
        MessageBox MB_ICONSTOP|MB_OK "$(TooOld)" /SD IDOK
        SetErrorLevel 3
        Quit
    ${EndIf}
    UserInfo::GetAccountType
    Pop $0
    ${If} $0 != "Admin"
        MessageBox MB_ICONSTOP|MB_OK "$(NoAdmin)" /SD IDOK
        SetErrorLevel 4
        Quit
    ${EndIf}
FunctionEnd

Section "$(FilesSection)" SectionFiles
    SectionIn RO
    !insertmacro StopService
    StrCpy $1 ""
    !insertmacro FindBusy "busheng-node.exe"
    !insertmacro FindBusy "busheng-console.exe"
    !insertmacro FindBusy "busheng-client.exe"
    ${If} $1 == "busy"
        MessageBox MB_ICONSTOP|MB_OK "$(InUse)" /SD IDOK
        SetErrorLevel 5
        Abort "$(InUse)"
    ${EndIf}
    SetOutPath "$INSTDIR"
    File /r "${STAGE}\*"
    WriteUninstaller "$INSTDIR\uninstall.exe"
    WriteRegStr HKLM "Software\Busheng" "InstallFolder" "$INSTDIR"
    WriteRegStr HKLM "${UNINSTALL_KEY}" "DisplayName" "$(ProductName)"
    WriteRegStr HKLM "${UNINSTALL_KEY}" "DisplayVersion" "${VERSION}"
    WriteRegStr HKLM "${UNINSTALL_KEY}" "Publisher" "Busheng"
    WriteRegStr HKLM "${UNINSTALL_KEY}" "DisplayIcon" "$INSTDIR\busheng-console.exe"
    WriteRegStr HKLM "${UNINSTALL_KEY}" "InstallLocation" "$INSTDIR"
    WriteRegStr HKLM "${UNINSTALL_KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
    WriteRegStr HKLM "${UNINSTALL_KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
    ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
    IntFmt $0 "0x%08X" $0
    WriteRegDWORD HKLM "${UNINSTALL_KEY}" "EstimatedSize" "$0"
    WriteRegDWORD HKLM "${UNINSTALL_KEY}" "NoModify" 1
    WriteRegDWORD HKLM "${UNINSTALL_KEY}" "NoRepair" 1
    CreateDirectory "$SMPROGRAMS\Busheng"
    SetOutPath "$INSTDIR"
    CreateShortcut "$SMPROGRAMS\Busheng\$(ConsoleName).lnk" "$INSTDIR\busheng-console.exe"
    CreateShortcut "$SMPROGRAMS\Busheng\$(PromptName).lnk" "$SYSDIR\cmd.exe" '/k "cd /d "$INSTDIR" && busheng-client --help"' "$INSTDIR\busheng-console.exe"
    CreateShortcut "$SMPROGRAMS\Busheng\$(ManualName).lnk" "$INSTDIR\docs"
SectionEnd

Section "$(ServiceSection)" SectionService
    ${GetParameters} $0
    ClearErrors
    ${GetOptions} $0 "/NOSERVICE" $1
    ${If} ${Errors}
        nsExec::ExecToLog '"$INSTDIR\busheng-node.exe" service install'
        Pop $0
        ${If} $0 != 0
            MessageBox MB_ICONEXCLAMATION|MB_OK "$(NoService)" /SD IDOK
            SetErrorLevel 6
        ${ElseIf} ${FileExists} "${DATA}\node.json"
            nsExec::Exec '"$SYSDIR\net.exe" start ${SERVICE}'
            Pop $0
        ${EndIf}
    ${EndIf}
SectionEnd

Section "$(PathSection)" SectionPath
    Push "$INSTDIR"
    Call AddToPath
SectionEnd

Function un.onInit
    SetRegView 64
    SetShellVarContext all
FunctionEnd

Section "Uninstall"
    nsExec::ExecToLog '"$INSTDIR\busheng-node.exe" service remove'
    Pop $0
    StrCpy $1 ""
    !insertmacro FindBusy "busheng-console.exe"
    ${If} $1 == "busy"
        MessageBox MB_ICONSTOP|MB_OK "$(InUse)" /SD IDOK
        SetErrorLevel 5
        Abort "$(InUse)"
    ${EndIf}
    Push "$INSTDIR"
    Call un.RemoveFromPath
    !include "${FILES}"
    Delete "$INSTDIR\uninstall.exe"
    RMDir "$INSTDIR"
    RMDir /r "$SMPROGRAMS\Busheng"
    DeleteRegKey HKLM "${UNINSTALL_KEY}"
    DeleteRegKey HKLM "Software\Busheng"
    ${GetParameters} $0
    ClearErrors
    ${GetOptions} $0 "/PURGE" $1
    ${IfNot} ${Errors}
        RMDir /r "${DATA}"
    ${ElseIf} ${FileExists} "${DATA}\*"
        MessageBox MB_ICONQUESTION|MB_YESNO|MB_DEFBUTTON2 "$(AskData)" /SD IDNO IDNO keep
        RMDir /r "${DATA}"
        keep:
    ${EndIf}
SectionEnd
