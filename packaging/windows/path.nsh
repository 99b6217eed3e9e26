; SPDX-License-Identifier: GPL-3.0-or-later
; A folder on the PATH of all users, and off it again. By the system's own functions: NSIS's strings end at 1024 characters, a PATH
; does not.
!define ENVIRONMENT_KEY "SYSTEM\CurrentControlSet\Control\Session Manager\Environment"

!macro TellPath
    SendMessage ${HWND_BROADCAST} ${WM_SETTINGCHANGE} 0 "STR:Environment" /TIMEOUT=2000
!macroend

; $0: the folder. Gives $1 the open key, $2 the value's type, $3 memory with ";PATH;" and room behind it, $4 the PATH in it, $6 where
; ";folder;" stands in it or 0. $1 is 0 when there is no PATH; else ClosePath comes after.
!macro OpenPath
    StrCpy $3 0
    ; KEY_READ | KEY_WRITE | KEY_WOW64_64KEY
    System::Call 'advapi32::RegOpenKeyExW(p 0xFFFFFFFF80000002, w "${ENVIRONMENT_KEY}", i 0, i 0x2011F, *p .r1) i .r5'
    ${If} $5 <> 0
        StrCpy $1 0
    ${Else}
        System::Call 'advapi32::RegQueryValueExW(p r1, w "Path", p 0, *i .r2, p 0, *i .r7) i .r5'
        ${If} $5 <> 0
            System::Call 'advapi32::RegCloseKey(p r1)'
            StrCpy $1 0
        ${Else}
            IntOp $5 $7 + 4096
            System::Alloc $5 ; filled with zeros
            Pop $3
            System::Call 'kernel32::lstrcpyW(p r3, w ";")'
            IntPtrOp $4 $3 + 2
            System::Call 'advapi32::RegQueryValueExW(p r1, w "Path", p 0, p 0, p r4, *i r7)'
            System::Call 'kernel32::lstrcatW(p r3, w ";")'
            System::Call 'shlwapi::StrStrIW(p r3, w ";$0;") p .r6'
        ${EndIf}
    ${EndIf}
!macroend

!macro WritePath
    System::Call 'kernel32::lstrlenW(p r4) i .r5'
    IntOp $5 $5 * 2
    IntOp $5 $5 + 2
    System::Call 'advapi32::RegSetValueExW(p r1, w "Path", i 0, i r2, p r4, i r5)'
    !insertmacro TellPath
!macroend

!macro ClosePath
    System::Free $3
    System::Call 'advapi32::RegCloseKey(p r1)'
!macroend

; Stack: the folder.
Function AddToPath
    Pop $0
    !insertmacro OpenPath
    ${If} $1 <> 0
        ${If} $6 = 0
            System::Call 'kernel32::lstrcatW(p r3, w r0)'
            !insertmacro WritePath
        ${EndIf}
        !insertmacro ClosePath
    ${EndIf}
FunctionEnd

Function un.RemoveFromPath
    Pop $0
    !insertmacro OpenPath
    ${If} $1 <> 0
        ${If} $6 <> 0
            StrLen $5 ";$0"
            IntOp $5 $5 * 2
            IntPtrOp $7 $6 + $5
            System::Call 'kernel32::lstrlenW(p r7) i .r5'
            IntOp $5 $5 * 2
            IntOp $5 $5 + 2
            System::Call 'kernel32::RtlMoveMemory(p r6, p r7, p r5)'
            ; The ";" that was put behind it.
            System::Call 'kernel32::lstrlenW(p r4) i .r5'
            ${If} $5 > 0
                IntOp $5 $5 - 1
                IntOp $5 $5 * 2
                IntPtrOp $7 $4 + $5
                System::Call '*$7(&i2 0)'
            ${EndIf}
            !insertmacro WritePath
        ${EndIf}
        !insertmacro ClosePath
    ${EndIf}
FunctionEnd
