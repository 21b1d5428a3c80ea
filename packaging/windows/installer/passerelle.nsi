; The set-up of Passerelle: for one user, without an administrator, nothing outside the user's own folders and registry.
;
;   Programs\Passerelle\passerelle.exe        starts the version that `current` names; it never changes
;   Programs\Passerelle\current               one line: the version in use
;   Programs\Passerelle\<version>\            one version, whole
;   Programs\Passerelle\<version>.part\       a version half unpacked: the next set-up deletes it
;
; A version is unpacked, checks itself, gets its name, and only then is `current` replaced: whatever interrupts the set-up
; leaves the version before it whole and in use. The version in use before stays, to go back to: its own set-up does that
; at once. A version that runs is never touched. The data of offices lie elsewhere and are never touched either.
;
; makensis -DSOURCE=<frozen folder> -DLAUNCHER=<passerelle.exe> -DICON=<passerelle.ico> -DVERSION=0.3.0
;   -DTARGET=<set-up.exe> passerelle.nsi

Target amd64-unicode
Unicode true
!ifdef QUICK
  SetCompressor zlib
!else
  SetCompressor /SOLID lzma
  SetCompressorDictSize 32
!endif
CRCCheck force
Name "Passerelle"
OutFile "${TARGET}"
Icon "${ICON}"
UninstallIcon "${ICON}"
RequestExecutionLevel user
InstallDir "$LOCALAPPDATA\Programs\Passerelle"
ShowInstDetails nevershow
ShowUninstDetails nevershow
VIProductVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "Passerelle"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "FileDescription" "Passerelle"
VIAddVersionKey "LegalCopyright" "Apache-2.0"
!include LogicLib.nsh
!include FileFunc.nsh
!include x64.nsh
!include WinVer.nsh
LoadLanguageFile "${NSISDIR}\Contrib\Language files\French.nlf"
LoadLanguageFile "${NSISDIR}\Contrib\Language files\English.nlf"
LoadLanguageFile "${NSISDIR}\Contrib\Language files\Spanish.nlf"
LangString NO_WINDOWS ${LANG_FRENCH} "Passerelle demande Windows 10 ou 11, en 64 bits. Rien n’a été installé."
LangString NO_WINDOWS ${LANG_ENGLISH} "Passerelle needs Windows 10 or 11, 64 bits. Nothing was installed."
LangString NO_WINDOWS ${LANG_SPANISH} "Passerelle necesita Windows 10 u 11, de 64 bits. No se ha instalado nada."
LangString NOT_WHOLE ${LANG_FRENCH} "La nouvelle version n’a pas pu être vérifiée : celle d’avant reste en usage. Copiez de nouveau le fichier d’installation, puis réessayez."
LangString NOT_WHOLE ${LANG_ENGLISH} "The new version could not be verified: the one before stays in use. Copy the set-up file again, then try again."
LangString NOT_WHOLE ${LANG_SPANISH} "La nueva versión no se ha podido comprobar: la anterior sigue en uso. Copie otra vez el archivo de instalación e inténtelo de nuevo."
LangString IN_USE ${LANG_FRENCH} "Passerelle est ouverte : fermez-la, puis réessayez. Rien n’a été modifié."
LangString IN_USE ${LANG_ENGLISH} "Passerelle is open: close it, then try again. Nothing was changed."
LangString IN_USE ${LANG_SPANISH} "Passerelle está abierta: ciérrela e inténtelo de nuevo. No se ha modificado nada."
Page instfiles
UninstPage uninstConfirm
UninstPage instfiles
!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\Passerelle"

Function .onInit
  ${IfNot} ${RunningX64}
  ${OrIfNot} ${AtLeastWin10}
    MessageBox MB_OK|MB_ICONSTOP "$(NO_WINDOWS)" /SD IDOK
    SetErrorLevel 2
    Quit
  ${EndIf}
FunctionEnd

!macro refuse code text
  SetOutPath "$INSTDIR"
  RMDir /r "$INSTDIR\${VERSION}.part"
  MessageBox MB_OK|MB_ICONSTOP "${text}" /SD IDOK
  SetErrorLevel ${code}
  Abort
!macroend

Section
  RMDir /r "$INSTDIR\${VERSION}.part"
  SetOutPath "$INSTDIR\${VERSION}.part"
  ClearErrors
  File /r "${SOURCE}/*"
  ${If} ${Errors}
    !insertmacro refuse 3 "$(NOT_WHOLE)"
  ${EndIf}
  nsExec::Exec '"$INSTDIR\${VERSION}.part\passerelle-console.exe" check'
  Pop $0
  ${If} $0 != 0
    !insertmacro refuse 3 "$(NOT_WHOLE)"
  ${EndIf}
  SetOutPath "$INSTDIR"
  ; the same version once more: Windows renames no folder whose program runs, so that nothing of it is deleted first
  RMDir /r "$INSTDIR\${VERSION}.old"
  ${If} ${FileExists} "$INSTDIR\${VERSION}\*.*"
    ClearErrors
    Rename "$INSTDIR\${VERSION}" "$INSTDIR\${VERSION}.old"
    ${If} ${Errors}
      !insertmacro refuse 4 "$(IN_USE)"
    ${EndIf}
  ${EndIf}
  ClearErrors
  Rename "$INSTDIR\${VERSION}.part" "$INSTDIR\${VERSION}"
  ${If} ${Errors}
    Rename "$INSTDIR\${VERSION}.old" "$INSTDIR\${VERSION}"
    !insertmacro refuse 5 "$(NOT_WHOLE)"
  ${EndIf}
  ${IfNot} ${FileExists} "$INSTDIR\passerelle.exe"
    File "/oname=passerelle.exe" "${LAUNCHER}"
  ${EndIf}
  ; one line, replaced at once
  FileOpen $1 "$INSTDIR\current.part" w
  FileWrite $1 "${VERSION}$\r$\n"
  FileClose $1
  System::Call 'kernel32::MoveFileExW(w "$INSTDIR\current.part", w "$INSTDIR\current", i 9) i .r0'
  ${If} $0 = 0
    SetErrorLevel 5
    Abort
  ${EndIf}
  RMDir /r "$INSTDIR\${VERSION}.old"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\Passerelle.lnk" "$INSTDIR\passerelle.exe"
  WriteRegStr HKCU "${KEY}" "DisplayName" "Passerelle"
  WriteRegStr HKCU "${KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${KEY}" "DisplayIcon" "$INSTDIR\passerelle.exe"
  WriteRegStr HKCU "${KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${KEY}" "NoRepair" 1
SectionEnd

Section "Uninstall"
  ; every version, whole or half unpacked, is known by its program; a folder that is not one of ours stays
  FindFirst $0 $1 "$INSTDIR\*"
  ${DoWhile} $1 != ""
    StrCpy $2 $1 "" -5
    ${If} ${FileExists} "$INSTDIR\$1\passerelle-console.exe"
    ${OrIf} $2 == ".part"
    ${OrIf} $2 == ".gone"
      ClearErrors
      Rename "$INSTDIR\$1" "$INSTDIR\$1.gone"
      ${If} ${Errors}
        FindClose $0
        MessageBox MB_OK|MB_ICONSTOP "$(IN_USE)" /SD IDOK
        SetErrorLevel 4
        Abort
      ${EndIf}
      RMDir /r "$INSTDIR\$1.gone"
    ${EndIf}
    FindNext $0 $1
  ${Loop}
  FindClose $0
  Delete "$INSTDIR\current"
  Delete "$INSTDIR\current.part"
  Delete "$INSTDIR\passerelle.exe"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\Passerelle.lnk"
  DeleteRegKey HKCU "${KEY}"
SectionEnd
