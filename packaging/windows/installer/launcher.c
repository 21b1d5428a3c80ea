/* Passerelle.exe beside the folders of the versions: it starts the version that the file `current` names.

   It never changes, so that shortcuts and what users pinned keep working, and a set-up never has to replace a program that
   runs. A version that an update brought stands in `trial` until it has shown its window; after two starts without one the
   version in `before` takes its place again (desktop/base/installation.py; packaging/linux/launcher.sh does the same). A
   version that runs is not counted again, and neither is a start with words on its line: those may open no window. Compiled by packaging/windows/installing.py; nothing but Windows itself is linked. */

#define UNICODE
#include <windows.h>

#define LONGEST 1024
#define LONGEST_VERSION 40
#define TRIES 2
#define SHARED (FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE)

static int lacks(const wchar_t *what) {
    wchar_t text[LONGEST];
    wsprintfW(text,
              L"Passerelle n\x2019" L"est pas compl\x00e8te\x00a0: r\x00e9installez-la. Vos dossiers sont en s\x00e9" L"curit\x00e9.\n\n"
              L"Passerelle is not complete: install it again. Your records are safe.\n\n"
              L"Passerelle no est\x00e1 completa: inst\x00e1lela de nuevo. Sus datos est\x00e1n a salvo.\n\n%.200s", what);
    MessageBoxW(0, text, L"Passerelle", MB_OK | MB_ICONERROR);
    return 1;
}

/* The version that `current` names, letters, digits, dots and hyphens only; its length, 0 when there is none. An editor
   may have put its mark before it. */
static int version_in(const wchar_t *file, wchar_t *version) {
    char bytes[LONGEST_VERSION + 3], *line = bytes;
    DWORD count = 0, length = 0;
    HANDLE handle = CreateFileW(file, GENERIC_READ, SHARED, 0, OPEN_EXISTING, 0, 0);
    if (handle == INVALID_HANDLE_VALUE) return 0;
    if (!ReadFile(handle, bytes, sizeof bytes, &count, 0)) count = 0;
    CloseHandle(handle);
    if (count >= 3 && bytes[0] == '\xEF' && bytes[1] == '\xBB' && bytes[2] == '\xBF') line += 3, count -= 3;
    for (; length < count && length < LONGEST_VERSION - 1; length++) {
        char sign = line[length];
        int fine = (sign >= '0' && sign <= '9') || (sign >= 'a' && sign <= 'z') || sign == '-' || (sign == '.' && length);
        if (!fine) break;
        version[length] = (wchar_t)sign;
    }
    version[length] = 0;
    return (int)length;
}

/* How often the version was started on trial; -1 when the file is about another one, or is not there. */
static int tries_in(const wchar_t *file, const wchar_t *version) {
    char bytes[LONGEST_VERSION + TRIES + 3];
    DWORD count = 0, place = 0;
    int tries = 0;
    HANDLE handle = CreateFileW(file, GENERIC_READ, SHARED, 0, OPEN_EXISTING, 0, 0);
    if (handle == INVALID_HANDLE_VALUE) return -1;
    if (!ReadFile(handle, bytes, sizeof bytes, &count, 0)) count = 0;
    CloseHandle(handle);
    while (place < count && version[place] && (wchar_t)bytes[place] == version[place]) place++;
    if (version[place] || place >= count || (bytes[place] != '\r' && bytes[place] != '\n')) return -1;
    for (; place < count; place++) tries += bytes[place] == '.';
    return tries;
}

static int write(const wchar_t *file, DWORD access, DWORD creation, const char *bytes, DWORD length) {
    DWORD written = 0;
    HANDLE handle = CreateFileW(file, access, SHARED, 0, creation, 0, 0);
    if (handle == INVALID_HANDLE_VALUE) return 0;
    if (!WriteFile(handle, bytes, length, &written, 0) || !FlushFileBuffers(handle)) written = 0;
    CloseHandle(handle);
    return written == length;
}

/* Whether a program runs: nobody may write to it then. */
static int runs(const wchar_t *program) {
    HANDLE handle = CreateFileW(program, GENERIC_WRITE, SHARED, 0, OPEN_EXISTING, 0, 0);
    if (handle == INVALID_HANDLE_VALUE) return 1;
    CloseHandle(handle);
    return 0;
}

static void join(wchar_t *path, const wchar_t *folder, const wchar_t *name, const wchar_t *below) {
    lstrcpyW(path, folder);
    lstrcatW(path, name);
    lstrcatW(path, below);
}

/* Replace `current` by a line that names this version: the one or the other is there whatever happens. */
static int use(const wchar_t *folder, const wchar_t *version) {
    static wchar_t part[LONGEST + 16], current[LONGEST + 16];
    char line[LONGEST_VERSION + 2];
    DWORD length = 0;
    for (; version[length]; length++) line[length] = (char)version[length];
    line[length++] = '\r';
    line[length++] = '\n';
    join(part, folder, L"current.part", L"");
    join(current, folder, L"current", L"");
    return write(part, GENERIC_WRITE, CREATE_ALWAYS, line, length) &&
           MoveFileExW(part, current, MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH);
}

/* A version on trial is counted once more, or gives way to the one before: `version` is then that one. */
static void try_or_go_back(const wchar_t *folder, wchar_t *version) {
    static wchar_t trial[LONGEST + 16], file[LONGEST + 16], program[LONGEST + 80], before[LONGEST_VERSION];
    int tries;
    join(trial, folder, L"trial", L"");
    join(program, folder, version, L"\\passerelle.exe");
    tries = tries_in(trial, version);
    if (tries < 0 || runs(program)) return;
    if (tries < TRIES) {
        write(trial, FILE_APPEND_DATA, OPEN_EXISTING, ".", 1);
        return;
    }
    join(file, folder, L"before", L"");
    if (!version_in(file, before) || !lstrcmpW(before, version)) return;
    join(program, folder, before, L"\\passerelle.exe");
    if (GetFileAttributesW(program) != INVALID_FILE_ATTRIBUTES && use(folder, before)) lstrcpyW(version, before);
}

static int has_words(const wchar_t *rest) {
    while (*rest == L' ' || *rest == L'\t') rest++;
    return *rest != 0;
}

/* What follows the program's own name on the command line. */
static const wchar_t *arguments(const wchar_t *line) {
    wchar_t end = *line == L'"' ? L'"' : L' ';
    if (end == L'"') line++;
    while (*line && *line != end) line++;
    return *line == L'"' ? line + 1 : line;
}

int start(void) {
    static wchar_t folder[LONGEST], file[LONGEST + 16], version[LONGEST_VERSION], program[LONGEST + 80], line[32768];
    STARTUPINFOW startup = {sizeof startup};
    PROCESS_INFORMATION process;
    const wchar_t *rest = arguments(GetCommandLineW());
    DWORD length = GetModuleFileNameW(0, folder, LONGEST);
    if (length == 0 || length >= LONGEST) return lacks(L"");
    while (length && folder[length - 1] != L'\\') length--;
    folder[length] = 0;
    lstrcpyW(file, folder);
    lstrcatW(file, L"current");
    if (!version_in(file, version)) return lacks(file);
    if (!has_words(rest)) try_or_go_back(folder, version);
    lstrcpyW(program, folder);
    lstrcatW(program, version);
    lstrcatW(program, L"\\passerelle.exe");
    if (lstrlenW(program) + lstrlenW(rest) + 4 > (int)(sizeof line / sizeof *line)) return lacks(program);
    lstrcpyW(line, L"\"");
    lstrcatW(line, program);
    lstrcatW(line, L"\"");
    lstrcatW(line, rest);
    if (!CreateProcessW(program, line, 0, 0, FALSE, 0, 0, 0, &startup, &process)) return lacks(program);
    CloseHandle(process.hThread);
    CloseHandle(process.hProcess);
    return 0;
}

void entry(void) { ExitProcess((UINT)start()); }
