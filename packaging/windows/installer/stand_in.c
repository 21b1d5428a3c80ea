/* Stands in for the program when only the deeds of the set-up are tried: it checks one file, and plays for some seconds. */

#define ALTERED L"\\_internal\\resources\\fonts\\NotoSans-Regular.ttf"
#define PLAYS 8000 /* ms: longer than the set-up that is tried beside it */

#include <windows.h>
#include <stdio.h>
#include <wchar.h>

static int whole(void) {
    wchar_t path[1000];
    char bytes[4] = {0};
    FILE *file;
    GetModuleFileNameW(0, path, 900);
    wcscpy(wcsrchr(path, L'\\'), ALTERED);
    file = _wfopen(path, L"rb");
    if (!file) return 0;
    fread(bytes, 1, 3, file);
    fclose(file);
    return !memcmp(bytes, "AAA", 3);
}

static int play(const wchar_t *folder) {
    wchar_t path[1000];
    FILE *file;
    Sleep(PLAYS);
    CreateDirectoryW(folder, 0);
    swprintf(path, 1000, L"%ls\\played.pdf", folder);
    file = _wfopen(path, L"wb");
    return file ? fclose(file) : 1;
}

int wmain(int count, wchar_t **words) {
    if (count > 1 && !wcscmp(words[1], L"check")) return !whole();
    if (count > 3 && !wcscmp(words[1], L"demo")) return play(words[3]);
    return 2;
}
