; SPDX-License-Identifier: GPL-3.0-or-later
; The installer for 64-bit Windows 10 and later, for the whole machine, in Chinese and English. Called by build.sh:
;   makensis -DVERSION=0.1.0 -DSTAGE=folder -DOUT=file -DICON=file -DFILES=uninstall.nsh -DENTRIES=entries.nsh busheng.nsi
; Silent: /S, then /D=C:\folder (last, without quotes). Options: /NOSERVICE leaves the service out. The uninstaller knows
; /S (keeps the data) and /PURGE (removes them). What stands in the way is told in a window, or, when silent, in
; %TEMP%\Busheng-install.log, and by the exit code:
;   3 another Windows  4 no administrator  5 a program is running  6 no service  7 no room  8 the service does not start
; Whatever goes wrong before all files are there leaves what was installed as it was, and its service running.
Target amd64-unicode
!ifdef PLAIN ; for a trial: packing takes minutes
SetCompress off
!else
SetCompressor /SOLID lzma
SetCompressorDictSize 64
!endif
CRCCheck force     ; a damaged installer does nothing
AllowSkipFiles off ; a file that cannot be written ends the installation, also a silent one
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
Var problem    ; a file that cannot be replaced, or nothing
Var wasRunning ; "yes" when the service ran before
Var hadService ; "yes" when there was one
Var start      ; "yes" when the service is to run in the end
Var needed     ; megabytes
Var free
Var said       ; what a command wrote

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
LangString NoAdmin ${LANG_SIMPCHINESE} "安装和卸载需要管理员权限：请用右键菜单“以管理员身份运行”。没有改动任何内容。"
LangString NoAdmin ${LANG_ENGLISH} "Installing and removing need an administrator's rights: choose “Run as administrator”. Nothing was changed."
LangString InUse ${LANG_SIMPCHINESE} "$problem 正在使用中，无法替换：请关闭控制台和命令行窗口，然后重试。没有改动任何内容。"
LangString InUse ${LANG_ENGLISH} "$problem is in use and cannot be replaced: close the console and command lines, then try again. Nothing was changed."
LangString NoRoom ${LANG_SIMPCHINESE} "磁盘空间不足：$INSTDIR 所在磁盘需要 $needed MB 可用空间，现有 $free MB。请清理磁盘或选择其他位置。没有改动任何内容。"
LangString NoRoom ${LANG_ENGLISH} "Not enough disk space: the disk of $INSTDIR needs $needed MB and has $free MB free. Make room, or choose another place. Nothing was changed."
LangString NoFiles ${LANG_SIMPCHINESE} "文件无法写入 $INSTDIR：请检查磁盘和该文件夹的权限，然后重试。没有改动任何内容。"
LangString NoFiles ${LANG_ENGLISH} "The files cannot be written to $INSTDIR: check the disk and the rights to that folder, then try again. Nothing was changed."
LangString NoService ${LANG_SIMPCHINESE} "服务未能安装，其余部分已安装。原因如下；排除后以管理员身份运行：busheng-node service install"
LangString NoService ${LANG_ENGLISH} "The service was not installed; the rest was. The reason follows; then run as administrator: busheng-node service install"
LangString NotStarted ${LANG_SIMPCHINESE} "已安装，但服务没有启动。原因见数据目录下的 log\node.log；排除后运行：net start ${SERVICE}"
LangString NotStarted ${LANG_ENGLISH} "Everything is installed, but the service did not start. log\node.log in its data directory says why; then run: net start ${SERVICE}"
LangString AskData ${LANG_SIMPCHINESE} "是否同时删除节点的数据（密钥、配置、队列、台账）？$\n$\n${DATA}$\n$\n删除后无法恢复。"
LangString AskData ${LANG_ENGLISH} "Remove the node's data as well (keys, configuration, queues, ledger)?$\n$\n${DATA}$\n$\nThey cannot be brought back."

; Sets $problem to the name of a program of ours in $INSTDIR that cannot be replaced.
!macro FindBusy name
    ${If} ${FileExists} "$INSTDIR\${name}"
        ClearErrors
        FileOpen $0 "$INSTDIR\${name}" a
        ${If} ${Errors}
            StrCpy $problem "${name}"
        ${Else}
            FileClose $0
        ${EndIf}
    ${EndIf}
!macroend

!macro Functions un
; Stack: a text. Nobody sees the window of a silent installation: the text goes into a file.
Function ${un}Tell
    Exch $0
    ${If} ${Silent}
        Push $1
        FileOpen $1 "$TEMP\Busheng-install.log" w
        FileWriteUTF16LE /BOM $1 "$0$\r$\n"
        FileClose $1
        Pop $1
    ${Else}
        MessageBox MB_ICONEXCLAMATION|MB_OK "$0"
    ${EndIf}
    Pop $0
FunctionEnd

Function ${un}StopService
    nsExec::Exec '"$SYSDIR\net.exe" stop ${SERVICE}'
    Pop $0
    ${If} $0 == 0
        StrCpy $wasRunning "yes"
    ${EndIf}
FunctionEnd

; A service has stopped a moment before its program has ended: half a minute later under wine. A minute is waited.
Function ${un}FindBusyNode
    StrCpy $1 0
    ${Do}
        StrCpy $problem ""
        !insertmacro FindBusy "busheng-node.exe"
        ${If} $problem == ""
        ${OrIf} $wasRunning != "yes"
        ${OrIf} $1 >= 240
            ${Break}
        ${EndIf}
        Sleep 250
        IntOp $1 $1 + 1
    ${Loop}
FunctionEnd

; $0: 0 when it runs. A manager may take a moment to see that the former program has ended.
Function ${un}StartService
    StrCpy $1 0
    ${Do}
        nsExec::Exec '"$SYSDIR\net.exe" start ${SERVICE}'
        Pop $0
        IntOp $1 $1 + 1
        ${If} $0 == 0
        ${OrIf} $1 >= 5
            ${Break}
        ${EndIf}
        Sleep 1000
    ${Loop}
FunctionEnd

Function ${un}StartAgain
    ${If} $wasRunning == "yes"
        Call ${un}StartService
    ${EndIf}
FunctionEnd

; What a person has opened; the service's own program is looked at when the service is stopped.
Function ${un}FindBusyPrograms
    StrCpy $problem ""
    !insertmacro FindBusy "busheng-console.exe"
    !insertmacro FindBusy "busheng-client.exe"
    !insertmacro FindBusy "busheng-demo.exe"
    !insertmacro FindBusy "busheng-report.exe"
FunctionEnd

Function ${un}RequireAdministrator
    UserInfo::GetAccountType
    Pop $0
    ${If} $0 != "Admin"
        Push "$(NoAdmin)"
        Call ${un}Tell
        SetErrorLevel 4
        Quit
    ${EndIf}
FunctionEnd
!macroend
!insertmacro Functions ""
!insertmacro Functions "un."

; Ends an installation that has replaced nothing.
!macro Refuse code text
    SetOutPath "$TEMP" ; the current folder cannot be removed
    RMDir /r "$INSTDIR\incoming"
    RMDir "$INSTDIR"
    Call StartAgain
    SetErrorLevel ${code}
    Push "${text}"
    Call Tell
    Abort "${text}"
!macroend

; The new files lie in incoming, the old ones go to previous: a name (a file or a folder) at a time, all of them or none.
!macro SwapIn name
    ${If} ${FileExists} "$INSTDIR\${name}"
        ClearErrors
        Rename "$INSTDIR\${name}" "$INSTDIR\previous\${name}"
        ${If} ${Errors}
            StrCpy $problem "${name}"
        ${EndIf}
    ${EndIf}
    ClearErrors
    Rename "$INSTDIR\incoming\${name}" "$INSTDIR\${name}"
    ${If} ${Errors}
        StrCpy $problem "${name}"
    ${EndIf}
!macroend
!macro PutBackOne name
    ${If} ${FileExists} "$INSTDIR\previous\${name}"
        ${If} ${FileExists} "$INSTDIR\${name}\*.*"
            RMDir /r "$INSTDIR\${name}"
        ${Else}
            Delete "$INSTDIR\${name}"
        ${EndIf}
        Rename "$INSTDIR\previous\${name}" "$INSTDIR\${name}"
    ${EndIf}
!macroend

; Also what an installation left that was cut off in between.
Function PutBack
    !define EACH PutBackOne
    !include "${ENTRIES}"
    !undef EACH
    RMDir /r "$INSTDIR\previous"
FunctionEnd

Function .onInit
    SetRegView 64
    SetShellVarContext all
    Delete "$TEMP\Busheng-install.log"
    ${IfNot} ${RunningX64}
    ${OrIfNot} ${AtLeastWin10}
        Push "$(TooOld)"
        Call Tell
        SetErrorLevel 3
        Quit
    ${EndIf}
    Call RequireAdministrator
FunctionEnd

; A file could not be written; else Refuse has told why.
Function .onInstFailed
    ${If} ${FileExists} "$INSTDIR\incoming\*.*"
        SetOutPath "$TEMP"
        RMDir /r "$INSTDIR\incoming"
        RMDir "$INSTDIR"
        Push "$(NoFiles)"
        Call Tell
    ${EndIf}
FunctionEnd

Section "$(FilesSection)" SectionFiles
    SectionIn RO
    Call FindBusyPrograms
    ${If} $problem != ""
        !insertmacro Refuse 5 "$(InUse)"
    ${EndIf}
    RMDir /r "$INSTDIR\incoming"
    RMDir /r "$INSTDIR\outgoing"
    CreateDirectory "$INSTDIR\incoming"
    ; Beside the old files the new ones.
    SectionGetSize ${SectionFiles} $needed
    IntOp $needed $needed / 1024
    IntOp $needed $needed + 1
    System::Call 'kernel32::GetDiskFreeSpaceExW(w "$INSTDIR\incoming", *l .r0, p 0, p 0) i .r1'
    ${If} $1 <> 0
        System::Int64Op $0 / 1048576
        Pop $free
        System::Int64Op $free < $needed
        Pop $0
        ${If} $0 <> 0
            !insertmacro Refuse 7 "$(NoRoom)"
        ${EndIf}
    ${EndIf}
    SetOutPath "$INSTDIR\incoming"
    File /r "${STAGE}\*"
    SetOutPath "$INSTDIR"
    ReadRegStr $0 HKLM "SYSTEM\CurrentControlSet\Services\${SERVICE}" "ImagePath"
    ${If} $0 != ""
        StrCpy $hadService "yes"
        Call StopService
    ${EndIf}
    Call FindBusyNode
    ${If} $problem != ""
        !insertmacro Refuse 5 "$(InUse)"
    ${EndIf}
    Call PutBack
    CreateDirectory "$INSTDIR\previous"
    !define EACH SwapIn
    !include "${ENTRIES}"
    !undef EACH
    ${If} $problem != ""
        Call PutBack
        !insertmacro Refuse 5 "$(InUse)"
    ${EndIf}
    Rename "$INSTDIR\previous" "$INSTDIR\outgoing" ; from here on there is no way back
    RMDir /r "$INSTDIR\outgoing"
    RMDir /r "$INSTDIR\incoming"
    StrCpy $start $wasRunning
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
        nsExec::ExecToStack '"$INSTDIR\busheng-node.exe" service install --lang en'
        Pop $0
        Pop $said
        ${If} $0 != 0
            SetErrorLevel 6
            Push "$(NoService)$\r$\n$said"
            Call Tell
        ${ElseIf} $hadService != "yes"
        ${AndIf} ${FileExists} "${DATA}\node.json" ; data that were kept
            StrCpy $start "yes"
        ${EndIf}
    ${EndIf}
SectionEnd

Section "$(PathSection)" SectionPath
    Push "$INSTDIR"
    Call AddToPath
SectionEnd

Section "-Start"
    ${If} $start == "yes"
        Call StartService
        ${If} $0 != 0
            SetErrorLevel 8
            Push "$(NotStarted)"
            Call Tell
        ${EndIf}
    ${EndIf}
SectionEnd

Function un.onInit
    SetRegView 64
    SetShellVarContext all
    Delete "$TEMP\Busheng-install.log"
    Call un.RequireAdministrator
FunctionEnd

Section "Uninstall"
    Call un.FindBusyPrograms
    ${If} $problem == ""
        Call un.StopService
        Call un.FindBusyNode
    ${EndIf}
    ${If} $problem != ""
        Call un.StartAgain
        SetErrorLevel 5
        Push "$(InUse)"
        Call un.Tell
        Abort "$(InUse)"
    ${EndIf}
    nsExec::Exec '"$INSTDIR\busheng-node.exe" service remove'
    Pop $0
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
