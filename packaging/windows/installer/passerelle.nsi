; The set-up of Passerelle: for one user, without an administrator, nothing outside the user's own folders and registry.
;
;   Programs\Passerelle\passerelle.exe        starts the version that `current` names; it never changes
;   Programs\Passerelle\current               one line: the folder of the version in use
;   Programs\Passerelle\before, trial         of an update (desktop/base/installation.py); a set-up ends both
;   Programs\Passerelle\<version>\            one version, whole; <version>-2 when the same one is set up once more
;   Programs\Passerelle\<folder>.part\        a version half unpacked   } the next set-up
;   Programs\Passerelle\<folder>.gone\        a version half removed    } deletes them
;
; A version is unpacked, compares every file with the list of digests in it and checks itself, gets its name, and only then
; is `current` replaced: whatever interrupts the set-up leaves the version before it whole and in use. The version in use
; before stays, to go back to: its own set-up does that at once; older ones are removed. A version that runs is never
; touched. The data of offices lie elsewhere and are never touched either.
;
; makensis -DSOURCE=<frozen folder> -DLAUNCHER=<passerelle.exe> -DICON=<passerelle.ico> -DPICTURE=<left.bmp>
;   -DVERSION=0.3.0 -DTARGET=<set-up.exe> [-DHEADQUARTERS=<frozen part>] passerelle.nsi

Target amd64-unicode
Unicode true
!ifdef QUICK
  SetCompressor zlib
!else
  SetCompressor /SOLID lzma
  SetCompressorDictSize 32
!endif
CRCCheck force
AllowSkipFiles off
Name "Passerelle"
OutFile "${TARGET}"
RequestExecutionLevel user
ManifestSupportedOS Win10
ManifestDPIAware true
InstallDir "$LOCALAPPDATA\Programs\Passerelle"
BrandingText "Passerelle ${VERSION}"
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
!include TextFunc.nsh
!include x64.nsh
!include WinVer.nsh
!include MUI2.nsh
!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\Passerelle"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_ABORTWARNING
!define MUI_WELCOMEFINISHPAGE_BITMAP "${PICTURE}"
!define MUI_WELCOMEPAGE_TITLE "$(WELCOME)"
!define MUI_WELCOMEPAGE_TEXT "$(PROMISE)"
!define MUI_FINISHPAGE_TITLE "$(READY)"
!define MUI_FINISHPAGE_TEXT "$(WHERE)"
!define MUI_FINISHPAGE_RUN "$INSTDIR\passerelle.exe"
!define MUI_FINISHPAGE_RUN_TEXT "$(OPEN)"
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!define MUI_UNCONFIRMPAGE_TEXT_TOP "$(REMOVAL)"
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "French"
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "Spanish"

LangString WELCOME ${LANG_FRENCH} "Installer Passerelle ${VERSION}"
LangString WELCOME ${LANG_ENGLISH} "Install Passerelle ${VERSION}"
LangString WELCOME ${LANG_SPANISH} "Instalar Passerelle ${VERSION}"
LangString PROMISE ${LANG_FRENCH} "Passerelle sera installée pour votre compte, sans administrateur ni réseau. Elle se vérifie elle-même avant de servir.$\r$\n$\r$\nSi une version est déjà installée, elle peut rester ouverte : la nouvelle servira à la prochaine ouverture.$\r$\n$\r$\nLes dossiers du bureau ne sont pas touchés."
LangString PROMISE ${LANG_ENGLISH} "Passerelle will be installed for your account, without an administrator or a network. It verifies itself before it is used.$\r$\n$\r$\nIf a version is installed already, it may stay open: the new one is used from the next start on.$\r$\n$\r$\nThe records of the office are not touched."
LangString PROMISE ${LANG_SPANISH} "Passerelle se instalará para su cuenta, sin administrador ni red. Se comprueba a sí misma antes de servir.$\r$\n$\r$\nSi ya hay una versión instalada, puede seguir abierta: la nueva servirá la próxima vez que se abra.$\r$\n$\r$\nLos datos de la oficina no se tocan."
LangString READY ${LANG_FRENCH} "Passerelle ${VERSION} est prête"
LangString READY ${LANG_ENGLISH} "Passerelle ${VERSION} is ready"
LangString READY ${LANG_SPANISH} "Passerelle ${VERSION} está lista"
LangString WHERE ${LANG_FRENCH} "Chaque fichier a été vérifié. Passerelle se trouve dans le menu Démarrer.$\r$\n$\r$\nPour revenir à la version d’avant, ouvrez de nouveau son fichier d’installation."
LangString WHERE ${LANG_ENGLISH} "Every file was verified. Passerelle is in the Start menu.$\r$\n$\r$\nTo go back to the version before, open its set-up file again."
LangString WHERE ${LANG_SPANISH} "Se ha comprobado cada archivo. Passerelle está en el menú Inicio.$\r$\n$\r$\nPara volver a la versión anterior, abra otra vez su archivo de instalación."
LangString OPEN ${LANG_FRENCH} "Ouvrir Passerelle maintenant"
LangString OPEN ${LANG_ENGLISH} "Open Passerelle now"
LangString OPEN ${LANG_SPANISH} "Abrir Passerelle ahora"
LangString REMOVAL ${LANG_FRENCH} "Le programme sera retiré de cet ordinateur. Les dossiers du bureau restent où ils sont."
LangString REMOVAL ${LANG_ENGLISH} "The program will be removed from this computer. The records of the office stay where they are."
LangString REMOVAL ${LANG_SPANISH} "El programa se quitará de esta computadora. Los datos de la oficina se quedan donde están."
LangString CHECKING ${LANG_FRENCH} "Chaque fichier est vérifié…"
LangString CHECKING ${LANG_ENGLISH} "Every file is verified…"
LangString CHECKING ${LANG_SPANISH} "Se comprueba cada archivo…"
LangString NO_WINDOWS ${LANG_FRENCH} "Passerelle demande Windows 10 ou 11, en 64 bits. Rien n’a été installé."
LangString NO_WINDOWS ${LANG_ENGLISH} "Passerelle needs Windows 10 or 11, 64 bits. Nothing was installed."
LangString NO_WINDOWS ${LANG_SPANISH} "Passerelle necesita Windows 10 u 11, de 64 bits. No se ha instalado nada."
LangString TWICE ${LANG_FRENCH} "Une installation de Passerelle est déjà en cours : terminez-la d’abord."
LangString TWICE ${LANG_ENGLISH} "A set-up of Passerelle is already open: finish that one first."
LangString TWICE ${LANG_SPANISH} "Ya hay una instalación de Passerelle en curso: termínela primero."
LangString NOT_WHOLE ${LANG_FRENCH} "La nouvelle version n’a pas pu être vérifiée : elle n’est pas installée, et rien d’autre n’a changé. Copiez de nouveau le fichier d’installation, puis réessayez."
LangString NOT_WHOLE ${LANG_ENGLISH} "The new version could not be verified: it was not installed, and nothing else was changed. Copy the set-up file again, then try again."
LangString NOT_WHOLE ${LANG_SPANISH} "La nueva versión no se ha podido comprobar: no se ha instalado, y nada más ha cambiado. Copie otra vez el archivo de instalación e inténtelo de nuevo."
LangString REFUSED ${LANG_FRENCH} "Windows n’a pas laissé mettre la nouvelle version en place : rien n’a changé. Redémarrez l’ordinateur, puis réessayez."
LangString REFUSED ${LANG_ENGLISH} "Windows did not let the new version be put in place: nothing was changed. Restart the computer, then try again."
LangString REFUSED ${LANG_SPANISH} "Windows no ha dejado poner la nueva versión en su sitio: nada ha cambiado. Reinicie la computadora e inténtelo de nuevo."
LangString IN_USE ${LANG_FRENCH} "Passerelle est ouverte : fermez-la, puis réessayez. Rien n’a été modifié."
LangString IN_USE ${LANG_ENGLISH} "Passerelle is open: close it, then try again. Nothing was changed."
LangString IN_USE ${LANG_SPANISH} "Passerelle está abierta: ciérrela e inténtelo de nuevo. No se ha modificado nada."

LangString BUNDLE ${LANG_FRENCH} "Envoi Passerelle"
LangString BUNDLE ${LANG_ENGLISH} "Passerelle bundle"
LangString BUNDLE ${LANG_SPANISH} "Envío de Passerelle"
LangString PART ${LANG_FRENCH} "Partie d’un envoi Passerelle"
LangString PART ${LANG_ENGLISH} "Part of a Passerelle bundle"
LangString PART ${LANG_SPANISH} "Parte de un envío de Passerelle"
LangString ANSWER ${LANG_FRENCH} "Réponse du Siège pour Passerelle"
LangString ANSWER ${LANG_ENGLISH} "Answer of Headquarters for Passerelle"
LangString ANSWER ${LANG_SPANISH} "Respuesta de la Sede a Passerelle"
LangString REQUEST ${LANG_FRENCH} "Demande d’un ordinateur Passerelle"
LangString REQUEST ${LANG_ENGLISH} "Request of a Passerelle laptop"
LangString REQUEST ${LANG_SPANISH} "Solicitud de una computadora Passerelle"
LangString UPDATE ${LANG_FRENCH} "Mise à jour de Passerelle"
LangString UPDATE ${LANG_ENGLISH} "Passerelle update"
LangString UPDATE ${LANG_SPANISH} "Actualización de Passerelle"

Var FOLDER ; of the version that is set up
Var BEFORE ; the folder of the version in use before, empty at the first set-up

; A double click on such a file opens it in the program. A kind of file that another program opens stays that one's: the
; program is then only among those that Windows offers
!macro associate ending name words
  WriteRegStr HKCU "Software\Classes\Passerelle.${name}" "" "${words}"
  WriteRegStr HKCU "Software\Classes\Passerelle.${name}\DefaultIcon" "" "$INSTDIR\passerelle.exe,0"
  WriteRegStr HKCU "Software\Classes\Passerelle.${name}\shell\open\command" "" '"$INSTDIR\passerelle.exe" "%1"'
  WriteRegStr HKCU "Software\Classes\${ending}\OpenWithProgids" "Passerelle.${name}" ""
  ReadRegStr $0 HKCU "Software\Classes\${ending}" ""
  ${If} $0 == ""
    ReadRegStr $0 HKCR "${ending}" ""
  ${EndIf}
  ${If} $0 == ""
    WriteRegStr HKCU "Software\Classes\${ending}" "" "Passerelle.${name}"
  ${EndIf}
!macroend

!macro dissociate ending name
  DeleteRegKey HKCU "Software\Classes\Passerelle.${name}"
  DeleteRegValue HKCU "Software\Classes\${ending}\OpenWithProgids" "Passerelle.${name}"
  DeleteRegKey /ifempty HKCU "Software\Classes\${ending}\OpenWithProgids"
  ReadRegStr $0 HKCU "Software\Classes\${ending}" ""
  ${If} $0 == "Passerelle.${name}"
    DeleteRegValue HKCU "Software\Classes\${ending}" ""
  ${EndIf}
  DeleteRegKey /ifempty HKCU "Software\Classes\${ending}"
!macroend

!macro tell_windows ; that the kinds of files are others now: its icons are drawn anew
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
!macroend

!macro once
  System::Call 'kernel32::CreateMutexW(p 0, i 0, w "Passerelle-set-up") p .r1 ?e'
  Pop $0
  ${If} $0 = 183
    MessageBox MB_OK|MB_ICONSTOP "$(TWICE)" /SD IDOK
    SetErrorLevel 4
    Quit
  ${EndIf}
!macroend

Function .onInit
  ${IfNot} ${RunningX64}
  ${OrIfNot} ${AtLeastWin10}
    MessageBox MB_OK|MB_ICONSTOP "$(NO_WINDOWS)" /SD IDOK
    SetErrorLevel 2
    Quit
  ${EndIf}
  !insertmacro once
FunctionEnd

Function un.onInit
  !insertmacro once
FunctionEnd

!macro refuse code text
  SetOutPath "$INSTDIR"
  RMDir /r "$INSTDIR\$FOLDER.part"
  MessageBox MB_OK|MB_ICONSTOP "${text}" /SD IDOK
  SetErrorLevel ${code}
  Abort
!macroend

; $9 = 1 when a program of the folder named by $1 runs: Windows lets nobody write to a program that does
!macro runs_in un
Function ${un}RunsIn
  StrCpy $9 0
  ${If} ${FileExists} "$INSTDIR\$1\passerelle.exe"
    ClearErrors
    FileOpen $8 "$INSTDIR\$1\passerelle.exe" a
    ${If} ${Errors}
      StrCpy $9 1
    ${Else}
      FileClose $8
    ${EndIf}
  ${EndIf}
  ${If} $9 = 0
  ${AndIf} ${FileExists} "$INSTDIR\$1\passerelle-console.exe"
    ClearErrors
    FileOpen $8 "$INSTDIR\$1\passerelle-console.exe" a
    ${If} ${Errors}
      StrCpy $9 1
    ${Else}
      FileClose $8
    ${EndIf}
  ${EndIf}
FunctionEnd

; $9 = 1 when $1 names a leftover of a set-up or of a removal, 2 for a whole version, else 0: such a folder is not ours
Function ${un}WhatIs
  StrCpy $9 0
  ${If} ${FileExists} "$INSTDIR\$1\*.*"
    StrCpy $8 $1 "" -5
    ${If} $8 == ".part"
    ${OrIf} $8 == ".gone"
      StrCpy $9 1
    ${ElseIf} ${FileExists} "$INSTDIR\$1\passerelle-console.exe"
      StrCpy $9 2
    ${EndIf}
  ${EndIf}
FunctionEnd

; Delete the folder named by $1: under another name first, so that half a version never bears its name
Function ${un}Drop
  StrCpy $8 $1 "" -5
  ${If} $8 == ".gone"
    RMDir /r "$INSTDIR\$1"
  ${Else}
    RMDir /r "$INSTDIR\$1.gone"
    ClearErrors
    Rename "$INSTDIR\$1" "$INSTDIR\$1.gone"
    ${IfNot} ${Errors}
      RMDir /r "$INSTDIR\$1.gone"
    ${EndIf}
  ${EndIf}
FunctionEnd
!macroend
!insertmacro runs_in ""
!insertmacro runs_in "un."

; Leftovers, and the versions that are neither in use nor the one to go back to. When the version in use was set up once
; more, only its other folders go: which of the others was used before is not known
Function DropOlder
  StrLen $4 "${VERSION}-"
  StrCpy $5 0
  StrCpy $6 "$BEFORE-" $4
  ${If} $6 == "${VERSION}-"
    StrCpy $5 1
  ${EndIf}
  FindFirst $0 $1 "$INSTDIR\*"
  ${DoWhile} $1 != ""
    Call WhatIs
    StrCpy $7 $9
    StrCpy $6 "$1-" $4
    ${If} $7 = 2
      ${If} $1 == $FOLDER
        StrCpy $7 0
      ${ElseIf} $5 = 1
      ${AndIf} $6 != "${VERSION}-"
        StrCpy $7 0
      ${ElseIf} $5 = 0
      ${AndIf} $1 == $BEFORE
        StrCpy $7 0
      ${EndIf}
    ${EndIf}
    ${If} $7 <> 0
      Call RunsIn
      ${If} $9 = 0
        Call Drop
      ${EndIf}
    ${EndIf}
    FindNext $0 $1
  ${Loop}
  FindClose $0
FunctionEnd

Section
  StrCpy $BEFORE ""
  ClearErrors
  FileOpen $1 "$INSTDIR\current" r
  ${IfNot} ${Errors}
    FileReadByte $1 $0 ; the mark that an editor may have put before the line
    ${If} $0 = 239
      FileSeek $1 3
    ${Else}
      FileSeek $1 0
    ${EndIf}
    FileRead $1 $BEFORE
    FileClose $1
    ${TrimNewLines} $BEFORE $BEFORE
  ${EndIf}
  ; what is there already is left as it is: it may run, and it is in use until `current` names another
  StrCpy $FOLDER "${VERSION}"
  StrCpy $0 2
  ${DoWhile} ${FileExists} "$INSTDIR\$FOLDER\*.*"
    StrCpy $FOLDER "${VERSION}-$0"
    IntOp $0 $0 + 1
  ${Loop}
  RMDir /r "$INSTDIR\$FOLDER.part"
  SetOutPath "$INSTDIR\$FOLDER.part"
  ClearErrors
  File /r "${SOURCE}/*"
!ifdef HEADQUARTERS
  File /r "${HEADQUARTERS}/*"
!endif
  ${If} ${Errors}
    !insertmacro refuse 3 "$(NOT_WHOLE)"
  ${EndIf}
  SetOutPath "$INSTDIR" ; nobody works in the folder that is about to get another name
  DetailPrint "$(CHECKING)"
  nsExec::Exec '"$INSTDIR\$FOLDER.part\passerelle-console.exe" check'
  Pop $0
  ${If} $0 != 0
    !insertmacro refuse 3 "$(NOT_WHOLE)"
  ${EndIf}
  ; virus scanners look into what was just unpacked, and as long as they do Windows renames no folder
  ${For} $0 1 20
    ClearErrors
    Rename "$INSTDIR\$FOLDER.part" "$INSTDIR\$FOLDER"
    ${IfNot} ${Errors}
      ${ExitFor}
    ${EndIf}
    Sleep 500
  ${Next}
  ${IfNot} ${FileExists} "$INSTDIR\$FOLDER\*.*"
    !insertmacro refuse 5 "$(REFUSED)"
  ${EndIf}
  ${IfNot} ${FileExists} "$INSTDIR\passerelle.exe"
    File "/oname=passerelle.exe" "${LAUNCHER}"
  ${EndIf}
  ; what an update noted is about other versions: this one is checked, and the launcher must count none of its starts
  Delete "$INSTDIR\trial"
  Delete "$INSTDIR\before"
  ; one line, replaced at once
  FileOpen $1 "$INSTDIR\current.part" w
  FileWrite $1 "$FOLDER$\r$\n"
  FileClose $1
  System::Call 'kernel32::MoveFileExW(w "$INSTDIR\current.part", w "$INSTDIR\current", i 9) i .r0'
  ${If} $0 = 0
    !insertmacro refuse 5 "$(REFUSED)"
  ${EndIf}
  Call DropOlder
  WriteUninstaller "$INSTDIR\uninstall.exe"
  SetOutPath "$PROFILE" ; where the program starts: among the user's files, not among its own
  CreateShortcut "$SMPROGRAMS\Passerelle.lnk" "$INSTDIR\passerelle.exe"
  WriteRegStr HKCU "${KEY}" "DisplayName" "Passerelle"
  WriteRegStr HKCU "${KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${KEY}" "DisplayIcon" "$INSTDIR\passerelle.exe"
  WriteRegStr HKCU "${KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${KEY}" "NoRepair" 1
  !insertmacro associate ".psb" "Bundle" "$(BUNDLE)"
  !insertmacro associate ".psbp" "Part" "$(PART)"
  !insertmacro associate ".kit" "Answer" "$(ANSWER)"
  !insertmacro associate ".enrol" "Request" "$(REQUEST)"
  !insertmacro associate ".update" "Update" "$(UPDATE)"
  !insertmacro tell_windows
SectionEnd

Section "Uninstall"
  ; nothing is removed while any version runs
  FindFirst $0 $1 "$INSTDIR\*"
  ${DoWhile} $1 != ""
    Call un.RunsIn
    ${If} $9 = 1
      FindClose $0
      MessageBox MB_OK|MB_ICONSTOP "$(IN_USE)" /SD IDOK
      SetErrorLevel 4
      Abort
    ${EndIf}
    FindNext $0 $1
  ${Loop}
  FindClose $0
  FindFirst $0 $1 "$INSTDIR\*"
  ${DoWhile} $1 != ""
    Call un.WhatIs
    ${If} $9 <> 0
      Call un.Drop
    ${EndIf}
    FindNext $0 $1
  ${Loop}
  FindClose $0
  Delete "$INSTDIR\current"
  Delete "$INSTDIR\current.part"
  Delete "$INSTDIR\before"
  Delete "$INSTDIR\before.part"
  Delete "$INSTDIR\trial"
  Delete "$INSTDIR\trial.part"
  Delete "$INSTDIR\passerelle.exe"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\Passerelle.lnk"
  DeleteRegKey HKCU "${KEY}"
  !insertmacro dissociate ".psb" "Bundle"
  !insertmacro dissociate ".psbp" "Part"
  !insertmacro dissociate ".kit" "Answer"
  !insertmacro dissociate ".enrol" "Request"
  !insertmacro dissociate ".update" "Update"
  !insertmacro tell_windows
SectionEnd
