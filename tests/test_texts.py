"""Every sentence of the program in French and Spanish, well set."""

import ast
import re
from pathlib import Path
from types import ModuleType

import pytest

from tests.source import modules, nodes

NO_BREAK = "\u00a0"
OTHER_WORDS = {  # for something that has its word already: what the program says instead
    "en": {
        r"\btown\b": "city",
        r"\benrol|\brecogni[sz]e": "authorize",
        r"\b(put|puts) away\b": "archived",
        r"\b(take|takes|taken|taking) (it |them )?in\b": "import",
        r"\bput\b.*\bbackups? back\b": "restore",
        r"\btake off\b": "remove",
        r"(?<!“)\borganisation": "organization",
        r"\bdeeds? to send": "changes",
    },
    "fr": {
        "phrase de passe": "phrase secrète",
        "mots de secours": "mots de récupération",
        r"\bremettre (une|la|cette) sauvegarde": "restaurer",
        r"rien n’a été changé": "rien n’a été modifié",
        r"\bun paquet": "un envoi",
        "pense-bête": "rappel",
        r"\breconna[iî].*ordinateur": "autoriser",
        r"\bdossier (?!.*\b(diligence|décid|décision|remis|renvoy|répon)).*\bPDF\b": "liasse",
    },
    "es": {
        r"\bsocios?\b": "asociado",
        r"\balianza": "asociación",
        "diligencia debida": "debida diligencia",
        "frase de contraseña": "frase secreta",
        r"\bagreg(ue|ar|ado|ó)": "añadir",
        r"no se (ha cambiado|cambió|modificó) nada": "no se ha modificado nada",
        r"\b(este|del) equipo\b|\bordenador": "computadora",
        r"\breconoc.*computadora": "autorizar",
    },
}


def test_every_sentence_is_translated_and_well_set(catalogues: ModuleType) -> None:
    faults = [str(finding) for finding in catalogues.findings() if finding.kind != "obsolete"]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("language", OTHER_WORDS)
def test_a_thing_has_one_word(catalogues: ModuleType, language: str) -> None:
    said = catalogues.spoken() if language == "en" else catalogues.read(language)
    texts = [form for key in said for form in (key if language == "en" else said[key])]
    wrong = [
        f"{text!r}: say {word!r}"
        for text in texts
        for pattern, word in OTHER_WORDS[language].items()
        if re.search(pattern, text, re.IGNORECASE)
    ]
    assert wrong == []


def test_sentences_are_whole(root: Path) -> None:
    """`_()` takes one literal: a sentence made of pieces or filled before it is translated is never found."""
    wrong = [
        f"{path}:{call.lineno}"
        for path, tree in modules(root)
        for call in nodes(tree)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in ("_", "N_", "plural")
        for said in call.args[: 2 if call.func.id == "plural" else 1]
        if isinstance(said, ast.JoinedStr | ast.BinOp)
    ]
    assert wrong == []


def test_no_sentence_hides_inside_another_text(root: Path) -> None:
    """The catalogues are made of the sentences that stand in the code; one within an f-string is not seen."""
    wrong = [
        f"{path}:{text.lineno}"
        for path, tree in modules(root)
        for text in nodes(tree)
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in ("_", "N_", "plural")
        if isinstance(call.args[0], ast.Constant)
    ]
    assert wrong == []


@pytest.mark.parametrize(
    "text",
    [
        "Quel fichier ?",
        f"Fichier{NO_BREAK}: absent!",
        "« Dakar »",
        f"«{NO_BREAK}Dakar »",
        "l'agent",
        'le "dossier"',
        "Nom:",
    ],
)
def test_french_faults_are_found(catalogues: ModuleType, text: str) -> None:
    assert list(catalogues.french(text))
    if '"' not in text and "!" not in text and not text.endswith("Nom:"):
        assert list(catalogues.french(catalogues.set_in_french(text))) == []


@pytest.mark.parametrize(
    "text",
    [
        f"Quel fichier{NO_BREAK}?",
        f"«{NO_BREAK}x{NO_BREAK}»{NO_BREAK}; rien n’a changé",
        "Le 24 à 14:05",
        f"Vraiment{NO_BREAK}?!",
        "aide sur l’adresse https://exemple.org/",
    ],
)
def test_good_french_is_left_alone(catalogues: ModuleType, text: str) -> None:
    assert list(catalogues.french(text)) == []
    assert catalogues.set_in_french(text) == text


@pytest.mark.parametrize("text", ["Seguro?", "Cuidado!", "Nombre :", 'el "archivo"', "el 5 % de todo"])
def test_spanish_faults_are_found(catalogues: ModuleType, text: str) -> None:
    assert list(catalogues.spanish(text))


def test_a_catalogue_is_merged_compiled_checked_and_pruned(catalogues: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "packaging").mkdir()
    (tmp_path / "packaging" / "identities.txt").write_text("# none\nfr Date\n", encoding="utf-8")
    (tmp_path / "desktop").mkdir()
    code = 'from text import _, plural\n_("Hello {name}")\n_("Date")\nplural("{count} file", "{count} files", 2)\n'
    (tmp_path / "desktop" / "said.py").write_text(code, encoding="utf-8")
    added = tmp_path / "added.json"
    added.write_text(
        '{"Hello {name}": {"fr": "Bonjour {nom} !", "es": "¡Hola, {name}!"}, "Date": {"fr": "Date", "es": "Date"},'
        ' "Gone": {"fr": "Parti", "es": "Ido"},'
        ' "{count} file\\u0000{count} files": {"fr": ["un fichier", "{count} fichiers"], "es": ["x", "{count} xs"]}}',
        encoding="utf-8",
    )
    assert catalogues.add(added, tmp_path) == 4
    assert catalogues.add(added, tmp_path) == 4
    found = [(finding.kind, finding.language, finding.sentence) for finding in catalogues.findings(tmp_path)]
    assert sorted(found) == [
        ("obsolete", "es", "Gone"),
        ("obsolete", "fr", "Gone"),
        ("places", "fr", "Hello {name}"),
        ("unchanged", "es", "Date"),
    ]
    assert catalogues.prune(tmp_path) == 2
    assert catalogues.read("fr", tmp_path)["Hello {name}",] == (f"Bonjour {{nom}}{NO_BREAK}!",)
    assert catalogues.po_file("es", tmp_path).with_suffix(".mo").exists()


def test_the_program_speaks_the_catalogues() -> None:
    from desktop.base.text import _, speak

    sentence = "Free some space or choose another place, then try again."
    speak("fr")
    assert _(sentence).startswith("Libérez")
    speak("es")
    assert _(sentence).startswith("Libere")
    speak("en")
    assert _(sentence) == sentence
