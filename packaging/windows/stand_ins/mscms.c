/* Stands in for the colour management of Windows. For tests under Wine only, never shipped.

   Wine stops the program in WcsCreateIccProfile, which the window plug-in of Qt asks for every screen. Here no screen has
   a colour profile. */

#define EXPORTED __declspec(dllexport)

EXPORTED void *__stdcall OpenColorProfileW(void *profile, unsigned access, unsigned sharing, unsigned creation) {
    return 0;
}
EXPORTED int __stdcall CloseColorProfile(void *profile) { return 1; }
EXPORTED int __stdcall GetColorProfileFromHandle(void *profile, unsigned char *target, unsigned *size) { return 0; }
EXPORTED void *__stdcall WcsCreateIccProfile(void *profile, unsigned options) { return 0; }
