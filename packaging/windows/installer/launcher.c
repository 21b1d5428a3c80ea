/* Passerelle.exe beside the folders of the versions: it starts the version that the file `current` names.

   It never changes, so that shortcuts and what users pinned keep working, and a set-up never has to replace a program that
   runs. Compiled by packaging/windows/installing.py; nothing but Windows itself is linked. */

#define UNICODE
#include <windows.h>

#define LONGEST 1024
#define LONGEST_VERSION 40

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
    HANDLE handle = CreateFileW(file, GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, 0,
                                OPEN_EXISTING, 0, 0);
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
