"""The kinds of file that are kept as evidence, and those that are not, each with what an officer can do instead."""

from dataclasses import dataclass

from desktop.base.errors import RefusedFile
from desktop.base.text import N_, _

_OOXML = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file that is kept: what it is called in a sentence, and its usual endings, the first one its own."""

    media_type: str
    words: str
    endings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RefusedKind:
    """A kind of file that is not kept: what it is called in a sentence, and what to do instead."""

    code: str
    words: str
    remedy: str
    endings: tuple[str, ...] = ()


PDF = FileKind("application/pdf", N_("a PDF"), ("pdf",))
PNG = FileKind("image/png", N_("a PNG picture"), ("png",))
JPEG = FileKind("image/jpeg", N_("a JPEG picture"), ("jpg", "jpeg", "jpe", "jfif"))
GIF = FileKind("image/gif", N_("a GIF picture"), ("gif",))
BMP = FileKind("image/bmp", N_("a BMP picture"), ("bmp", "dib"))
TIFF = FileKind("image/tiff", N_("a TIFF picture"), ("tif", "tiff"))
WEBP = FileKind("image/webp", N_("a WebP picture"), ("webp",))
HEIC = FileKind("image/heic", N_("a HEIC picture"), ("heic", "heif", "hif"))
AVIF = FileKind("image/avif", N_("an AVIF picture"), ("avif",))
DOCX = FileKind(f"{_OOXML}wordprocessingml.document", N_("a Word document"), ("docx", "dotx"))
XLSX = FileKind(f"{_OOXML}spreadsheetml.sheet", N_("an Excel workbook"), ("xlsx", "xltx"))
PPTX = FileKind(f"{_OOXML}presentationml.presentation", N_("a PowerPoint presentation"), ("pptx", "ppsx", "potx"))
PROTECTED = FileKind("application/vnd.ms-office", N_("an Office document under a password"), ())
ODT = FileKind(f"{_ODF}text", N_("an OpenDocument text"), ("odt", "ott"))
ODS = FileKind(f"{_ODF}spreadsheet", N_("an OpenDocument spreadsheet"), ("ods", "ots"))
ODP = FileKind(f"{_ODF}presentation", N_("an OpenDocument presentation"), ("odp", "otp"))
ODG = FileKind(f"{_ODF}graphics", N_("an OpenDocument drawing"), ("odg", "otg"))
RTF = FileKind("application/rtf", N_("an RTF document"), ("rtf",))
MAIL = FileKind("message/rfc822", N_("a mail"), ("eml", "emlx", "mbox", "mht", "mhtml"))
CSV = FileKind("text/csv", N_("a table in plain text"), ("csv", "tsv", "tab"))
TEXT = FileKind("text/plain", N_("a plain text"), ("txt", "text", "asc", "md", "log", "ics", "vcf"))

PICTURES = (PNG, JPEG, GIF, BMP, TIFF, WEBP)  # that this program can decode, to see whether they are whole
OFFICE_PACKAGES = (DOCX, XLSX, PPTX)
OPEN_DOCUMENTS = (ODT, ODS, ODP, ODG)
FILE_KINDS = (PDF, *PICTURES, HEIC, AVIF, *OFFICE_PACKAGES, PROTECTED, *OPEN_DOCUMENTS, RTF, MAIL, CSV, TEXT)

_AS_PDF = N_("Open it and save or print it as a PDF, then add that file.")
_AS_MODERN = N_(
    "Open it in Word, Excel, PowerPoint or LibreOffice, save it as .docx, .xlsx, .pptx or PDF, then add that."
)
_UNPACK = N_("Take the files out of it and add those that are needed.")
_THE_FILE_ITSELF = N_("Add the file or the page itself that it leads to.")

OLD_WORD = RefusedKind("file-is-old-office", N_("a document of Word 97–2003 (.doc)"), _AS_MODERN, ("doc", "dot"))
OLD_EXCEL = RefusedKind("file-is-old-office", N_("a workbook of Excel 97–2003 (.xls)"), _AS_MODERN, ("xls", "xlt"))
OLD_POWERPOINT = RefusedKind(
    "file-is-old-office", N_("a presentation of PowerPoint 97–2003 (.ppt)"), _AS_MODERN, ("ppt", "pps")
)
OLD_OFFICE = RefusedKind("file-is-old-office", N_("a file of an old Office program"), _AS_MODERN, ("pub", "wps", "mpp"))
OUTLOOK = RefusedKind(
    "file-is-outlook-message",
    N_("a message of Outlook (.msg), which only Outlook opens"),
    N_("Open it in Outlook and print it as a PDF, or save it as .eml in Outlook on the web, then add that file."),
    ("msg", "oft"),
)
MAILBOX = RefusedKind(
    "file-is-outlook-message",
    N_("a whole mailbox of Outlook"),
    N_("Open the mail in Outlook and print it as a PDF, then add that file."),
    ("pst", "ost"),
)
WINMAIL = RefusedKind(
    "file-is-outlook-message",
    N_("an attachment in Outlook’s own wrapping (winmail.dat)"),
    N_("Ask the sender for the mail as plain text or HTML, or for its attachments one by one."),
)
BINARY_WORKBOOK = RefusedKind("file-is-old-office", N_("a binary workbook (.xlsb)"), _AS_MODERN, ("xlsb",))
MACROS = RefusedKind(
    "file-holds-macros",
    N_("a document with macros, small programs that may do harm"),
    N_("Open it with macros switched off, save it as .docx, .xlsx or PDF, then add that file."),
    ("docm", "dotm", "xlsm", "xltm", "pptm", "ppsm", "xlam"),
)
DRAWING = RefusedKind(
    "file-is-drawing", N_("a drawing"), _AS_PDF, ("svg", "eps", "ps", "ai", "psd", "xcf", "vsd", "vsdx", "dwg", "djvu")
)
PRINTED = RefusedKind("file-is-drawing", N_("a printed page in Microsoft’s own format"), _AS_PDF, ("xps", "oxps"))
PORTABLE_MAP = RefusedKind(
    "file-is-drawing",
    N_("a picture in a format of scanning programs (PNM)"),
    N_("Save it as PDF, PNG, JPEG or TIFF, then add that file."),
    ("pnm", "pbm", "pgm", "ppm"),
)
OTHER_PICTURE = RefusedKind(
    "file-is-drawing",
    N_("a picture in a format that few programs open"),
    N_("Save it as PDF, PNG or JPEG, then add that file."),
    ("jp2", "jxl", "pcx", "tga", "ico", "cr2", "nef", "dng", "icns"),
)
WEB_PAGE = RefusedKind(
    "file-is-web-page",
    N_("a web page, which may change or need the network when it is opened"),
    N_("Open it and print it as a PDF, then add that file."),
    ("html", "htm", "xhtml"),
)
XML = RefusedKind(
    "file-is-web-page", N_("an XML file, which shows no page by itself"), _AS_PDF, ("xml", "fodt", "fods")
)
BOOK = RefusedKind("file-is-drawing", N_("an electronic book"), _AS_PDF, ("epub", "mobi"))
APPLE = RefusedKind(
    "file-is-drawing",
    N_("a document of Pages, Numbers or Keynote, which only Apple’s programs open"),
    N_("Export it as PDF, then add that file."),
    ("pages", "numbers", "key"),
)
ARCHIVE = RefusedKind(
    "file-is-archive",
    N_("an archive that holds other files"),
    _UNPACK,
    ("zip", "7z", "rar", "gz", "tgz", "xz", "bz2", "tar", "zst", "cab", "iso"),
)
PROGRAM = RefusedKind(
    "file-is-program",
    N_("a program"),
    N_("Do not open it. Ask whoever sent it for the document itself."),
    (
        *("exe", "dll", "com", "scr", "msi", "bat", "cmd", "ps1", "vbs", "vbe", "js", "jse", "wsf", "hta", "jar", "sh"),
        *("apk", "app", "dmg", "deb", "rpm", "py", "reg", "lnk", "class"),
    ),
)
RECORDING = RefusedKind(
    "file-is-recording",
    N_("a sound or a film"),
    N_("Keep it elsewhere; add a note of what it says and cite it as a paper document."),
    ("mp3", "mp4", "m4a", "wav", "avi", "mov", "mkv", "webm", "ogg", "opus", "amr", "3gp", "aac", "flac"),
)
LINK = RefusedKind(
    "file-is-link",
    N_("a link to another place, not the document"),
    _THE_FILE_ITSELF,
    ("url", "webloc", "gdoc", "gsheet"),
)
SHORTCUT = RefusedKind("file-is-link", N_("a shortcut to another file"), _THE_FILE_ITSELF)
DATABASE = RefusedKind(
    "file-is-database",
    N_("a database"),
    N_("Export what is needed as a table or a PDF, then add that file."),
    ("mdb", "accdb", "db", "sqlite", "odb"),
)
ENCRYPTED = RefusedKind(
    "file-is-encrypted",
    N_("an encrypted file, which only its addressee can read"),
    N_("Decrypt it, or ask for the document itself, then add that file."),
    ("pgp", "gpg", "p7m", "age"),
)
NOTES = RefusedKind("file-is-drawing", N_("a section of OneNote"), _AS_PDF, ("one",))
DOWNLOADING = RefusedKind(
    "file-not-finished",
    N_("a download that is not finished"),
    N_("Finish the download, then add the file."),
    ("crdownload", "part", "partial", "download"),
)
UNKNOWN = RefusedKind(
    "file-kind-refused",
    N_("a file of no kind that the program keeps"),
    N_(
        "Add it as a PDF, a picture (JPEG, PNG, TIFF, HEIC), a Word, Excel, PowerPoint or OpenDocument file, "
        "a mail (.eml) or a text."
    ),
)
REFUSED_KINDS = (
    *(OLD_WORD, OLD_EXCEL, OLD_POWERPOINT, OLD_OFFICE, OUTLOOK, MAILBOX, WINMAIL, BINARY_WORKBOOK, MACROS, DRAWING),
    *(PRINTED, PORTABLE_MAP, OTHER_PICTURE, WEB_PAGE, XML, BOOK, APPLE, ARCHIVE, PROGRAM, RECORDING, LINK, SHORTCUT),
    *(DATABASE, ENCRYPTED, NOTES, DOWNLOADING, UNKNOWN),
)


def refusal(kind: RefusedKind, name: str) -> RefusedFile:
    """What is said of a file of a kind that is not kept."""
    sentence = _("“{name}” was not added: it is {kind}.").format(name=name, kind=_(kind.words))
    return RefusedFile(sentence, _(kind.remedy), code=kind.code)


def ending_of(name: str) -> str:
    """The ending of a file's name in small letters, without its dot; empty where there is none."""
    stem, dot, ending = name.rpartition(".")
    return ending.casefold() if dot and stem and " " not in ending else ""
