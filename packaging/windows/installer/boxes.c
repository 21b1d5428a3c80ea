/* Starts a program and waits for it; what its message box says goes to the standard output, and the box is closed.

   For the trial of the set-up only: the launcher has no other way to say something. Its exit code is the program's. */

#include <windows.h>

#define LONGEST 4000

static DWORD program;

static void tell(const wchar_t *words) {
    char bytes[3 * LONGEST];
    DWORD written;
    int count = WideCharToMultiByte(CP_UTF8, 0, words, -1, bytes, sizeof bytes, 0, 0);
    if (count > 1) WriteFile(GetStdHandle(STD_OUTPUT_HANDLE), bytes, (DWORD)count - 1, &written, 0);
}

static BOOL CALLBACK read_part(HWND part, LPARAM unused) {
    wchar_t words[LONGEST] = {0}, kind[16] = {0};
    (void)unused;
    GetClassNameW(part, kind, 16);
    if (lstrcmpiW(kind, L"Static")) return TRUE;
    SendMessageW(part, WM_GETTEXT, LONGEST, (LPARAM)words);
    tell(words);
    return TRUE;
}

static BOOL CALLBACK read_box(HWND window, LPARAM unused) {
    wchar_t kind[16] = {0};
    DWORD owner;
    (void)unused;
    GetWindowThreadProcessId(window, &owner);
    GetClassNameW(window, kind, 16);
    if (owner != program || !IsWindowVisible(window) || lstrcmpW(kind, L"#32770")) return TRUE;
    EnumChildWindows(window, read_part, 0);
    PostMessageW(window, WM_COMMAND, IDOK, 0);
    return FALSE;
}

int wmain(int count, wchar_t **words) {
    STARTUPINFOW startup = {sizeof startup};
    PROCESS_INFORMATION process;
    DWORD code = 0;
    if (count != 2 || !CreateProcessW(0, words[1], 0, 0, FALSE, 0, 0, 0, &startup, &process)) return 90;
    program = process.dwProcessId;
    while (WaitForSingleObject(process.hProcess, 100) == WAIT_TIMEOUT) EnumWindows(read_box, 0);
    GetExitCodeProcess(process.hProcess, &code);
    return (int)code;
}
