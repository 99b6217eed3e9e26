; SPDX-License-Identifier: GPL-3.0-or-later
; A folder on the PATH of all users, and off it again. NSIS's strings end at 1024 characters: a longer PATH than about
; 1000 are left as they are, and the person adds the folder.
!define ENVIRONMENT_KEY "SYSTEM\CurrentControlSet\Control\Session Manager\Environment"
!include StrFunc.nsh
${Using:StrFunc} StrStr
${Using:StrFunc} UnStrStr
${Using:StrFunc} UnStrRep

!macro TellPath
    SendMessage ${HWND_BROADCAST} ${WM_SETTINGCHANGE} 0 "STR:Environment" /TIMEOUT=2000
!macroend

; Stack: the folder. A PATH that does not fit is left as it is.
Function AddToPath
    Exch $0
    Push $1
    Push $2
    ReadRegStr $1 HKLM "${ENVIRONMENT_KEY}" "Path"
    StrLen $2 "$1$0"
    ${StrStr} $R0 "$1;" "$0;"
    ${If} $R0 == ""
    ${AndIf} $1 != ""
    ${AndIf} $2 < 1000
        WriteRegExpandStr HKLM "${ENVIRONMENT_KEY}" "Path" "$1;$0"
        !insertmacro TellPath
    ${EndIf}
    Pop $2
    Pop $1
    Pop $0
FunctionEnd

Function un.RemoveFromPath
    Exch $0
    Push $1
    Push $2
    ReadRegStr $1 HKLM "${ENVIRONMENT_KEY}" "Path"
    StrLen $2 "$1"
    ${UnStrStr} $R0 "$1" ";$0"
    ${If} $R0 != ""
    ${AndIf} $2 < 1000
        ${UnStrRep} $1 "$1" ";$0" ""
        WriteRegExpandStr HKLM "${ENVIRONMENT_KEY}" "Path" "$1"
        !insertmacro TellPath
    ${EndIf}
    Pop $2
    Pop $1
    Pop $0
FunctionEnd
