#!/bin/sh
# `passerelle` beside the folders of the versions: it starts the version that the file `current` names.
#
# It never changes, so that what users pinned keeps working. A version that is new stands in `trial` until it has shown its
# window; after two starts without one the version in `before` takes its place again (desktop/base/installation.py). A
# version that runs is not counted again, and neither is a start with words on its line: those may open no window.

folder=$(dirname "$(readlink -f "$0")")

first_line() { # of a file, if it is the folder of a version
    line=
    { IFS= read -r line <"$folder/$1"; } 2>/dev/null
    line=$(printf '%s' "$line" | tr -d '\r\357\273\277')
    case $line in
    '' | .* | *[!0-9a-z.-]*) line= ;;
    esac
    printf '%s' "$line"
}

runs() { # nobody may write to a program that runs
    ! (: >>"$folder/$1/passerelle") 2>/dev/null
}

version=$(first_line current)
if [ $# -eq 0 ] && [ -n "$version" ] && [ "$(first_line trial)" = "$version" ] && ! runs "$version"; then
    dots=$(sed -n 2p "$folder/trial")
    before=$(first_line before)
    if [ ${#dots} -lt 2 ]; then
        printf . >>"$folder/trial"
    elif [ -n "$before" ] && [ "$before" != "$version" ] && [ -x "$folder/$before/passerelle" ]; then
        printf '%s\n' "$before" >"$folder/current.part" && sync "$folder/current.part" &&
            mv -f "$folder/current.part" "$folder/current" && version=$before
    fi
fi
if [ -z "$version" ] || [ ! -x "$folder/$version/passerelle" ]; then
    echo "Passerelle n’est pas complète : réinstallez-la. Vos dossiers sont en sécurité." >&2
    echo "Passerelle is not complete: install it again. Your records are safe." >&2
    echo "Passerelle no está completa: instálela de nuevo. Sus datos están a salvo." >&2
    exit 1
fi
exec "$folder/$version/passerelle" "$@"
