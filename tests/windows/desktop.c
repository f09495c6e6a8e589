/* What happens on the desktop of Windows besides the program. Commands come line by line.

   desktop.exe hold FILE: opens the file for itself alone, as a scanner of viruses or Word does, until
   its input ends.

   desktop.exe console PROGRAM [ARGUMENT...]: starts the program in a console window of its own, as a
   double click does, with the code page of a Russian Windows. «show» prints what the window shows,
   «ctrl-c» and «enter» press these keys, «wait» waits for the end of the program and prints its exit
   code. */
#include <stdio.h>
#include <string.h>
#include <wchar.h>
#include <windows.h>

static int hold(const wchar_t *path) {
    HANDLE file = CreateFileW(path, GENERIC_READ, 0, NULL, OPEN_EXISTING, 0, NULL);
    if (file == INVALID_HANDLE_VALUE) return 1;
    puts("held");
    fflush(stdout);
    while (getchar() != EOF) continue;
    return 0;
}

static void show(HANDLE screen) {
    CONSOLE_SCREEN_BUFFER_INFO info;
    GetConsoleScreenBufferInfo(screen, &info);
    for (SHORT row = 0; row <= info.dwCursorPosition.Y; row++) {
        wchar_t line[512];
        char text[4 * 512];
        DWORD length = 0;
        COORD start = {0, row};
        ReadConsoleOutputCharacterW(screen, line, info.dwSize.X < 512 ? info.dwSize.X : 512, start, &length);
        while (length > 0 && line[length - 1] == L' ') length--;
        int size = WideCharToMultiByte(CP_UTF8, 0, line, length, text, sizeof text, NULL, NULL);
        printf("%.*s\n", size, text);
    }
    puts(".");
}

static void press(HANDLE keyboard, WORD key) {
    INPUT_RECORD record = {.EventType = KEY_EVENT};
    DWORD written;
    record.Event.KeyEvent.wRepeatCount = 1;
    record.Event.KeyEvent.wVirtualKeyCode = key;
    record.Event.KeyEvent.uChar.UnicodeChar = key;
    for (int down = 1; down >= 0; down--) {
        record.Event.KeyEvent.bKeyDown = down;
        WriteConsoleInputW(keyboard, &record, 1, &written);
    }
}

static int console(wchar_t *command) {
    SECURITY_ATTRIBUTES inherited = {sizeof inherited, NULL, TRUE};
    FreeConsole();
    if (!AllocConsole()) return 1;
    SetConsoleOutputCP(866);
    SetConsoleCP(866);
    HANDLE keyboard = CreateFileW(L"CONIN$", GENERIC_READ | GENERIC_WRITE, 3, &inherited, OPEN_EXISTING, 0, NULL);
    HANDLE screen = CreateFileW(L"CONOUT$", GENERIC_READ | GENERIC_WRITE, 3, &inherited, OPEN_EXISTING, 0, NULL);
    STARTUPINFOW start = {.cb = sizeof start, .dwFlags = STARTF_USESTDHANDLES};
    PROCESS_INFORMATION program;
    start.hStdInput = keyboard;
    start.hStdOutput = start.hStdError = screen;
    /* The desktop does not set it, `cmd` does. */
    SetEnvironmentVariableW(L"PROMPT", NULL);
    if (!CreateProcessW(NULL, command, NULL, NULL, TRUE, 0, NULL, NULL, &start, &program)) return 1;
    /* After the start: the child would inherit that it is deaf to it. */
    SetConsoleCtrlHandler(NULL, TRUE);
    puts("started");
    fflush(stdout);
    char line[16];
    while (fgets(line, sizeof line, stdin)) {
        DWORD code = 0;
        if (strncmp(line, "show", 4) == 0) show(screen);
        if (strncmp(line, "enter", 5) == 0) press(keyboard, VK_RETURN);
        if (strncmp(line, "ctrl-c", 6) == 0) GenerateConsoleCtrlEvent(CTRL_C_EVENT, 0);
        if (strncmp(line, "wait", 4) == 0) {
            WaitForSingleObject(program.hProcess, INFINITE);
            GetExitCodeProcess(program.hProcess, &code);
            printf("%lu\n", code);
        }
        fflush(stdout);
    }
    TerminateProcess(program.hProcess, 9);
    return 0;
}

int wmain(int count, wchar_t **arguments) {
    if (count == 3 && wcscmp(arguments[1], L"hold") == 0) return hold(arguments[2]);
    if (count >= 3 && wcscmp(arguments[1], L"console") == 0)
        return console(wcsstr(GetCommandLineW(), L" console ") + 9);
    return 2;
}
