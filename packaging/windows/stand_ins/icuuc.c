/* Stands in for the ICU of Windows 10, which Wine lacks. For tests under Wine only, never shipped.

   Qt 6 links 20 converter functions of it, for text in old character sets, which the program never reads through Qt.
   Here no converter can be opened, so that none of the others is ever called with one. */

typedef int Error; /* UErrorCode */
enum { FILE_ACCESS_ERROR = 4, UNSUPPORTED_ERROR = 16 };

#define EXPORTED __declspec(dllexport)
#define REFUSE(error) do { if ((error) != 0) *(error) = UNSUPPORTED_ERROR; } while (0)

EXPORTED void *ucnv_open(const char *name, Error *error) { if (error != 0) *error = FILE_ACCESS_ERROR; return 0; }
EXPORTED void ucnv_close(void *converter) {}
EXPORTED void ucnv_reset(void *converter) {}

EXPORTED int ucnv_countAvailable(void) { return 0; }
EXPORTED const char *ucnv_getAvailableName(int index) { return 0; }
EXPORTED const char *ucnv_getStandardName(const char *name, const char *standard, Error *error) { REFUSE(error); return 0; }
EXPORTED const char *ucnv_getName(const void *converter, Error *error) { REFUSE(error); return 0; }
EXPORTED signed char ucnv_getMaxCharSize(const void *converter) { return 1; }

EXPORTED void ucnv_toUnicode(void *converter, void **target, const void *target_end, const char **source,
                             const char *source_end, int *offsets, signed char flush, Error *error) { REFUSE(error); }
EXPORTED void ucnv_fromUnicode(void *converter, char **target, const char *target_end, const void **source,
                               const void *source_end, int *offsets, signed char flush, Error *error) { REFUSE(error); }
EXPORTED int ucnv_toUCountPending(const void *converter, Error *error) { REFUSE(error); return -1; }
EXPORTED int ucnv_fromUCountPending(const void *converter, Error *error) { REFUSE(error); return -1; }

EXPORTED void ucnv_getToUCallBack(const void *converter, void **action, const void **context) {
    if (action != 0) *action = 0;
    if (context != 0) *context = 0;
}
EXPORTED void ucnv_getFromUCallBack(const void *converter, void **action, const void **context) {
    ucnv_getToUCallBack(converter, action, context);
}
EXPORTED void ucnv_setToUCallBack(void *converter, void *action, const void *context, void **old_action,
                                  const void **old_context, Error *error) { REFUSE(error); }
EXPORTED void ucnv_setFromUCallBack(void *converter, void *action, const void *context, void **old_action,
                                    const void **old_context, Error *error) { REFUSE(error); }
EXPORTED void ucnv_cbToUWriteUChars(void *arguments, const void *source, int length, int offset, Error *error) {
    REFUSE(error);
}
EXPORTED void ucnv_cbFromUWriteUChars(void *arguments, const void **source, const void *end, int offset, Error *error) {
    REFUSE(error);
}
EXPORTED void UCNV_TO_U_CALLBACK_SUBSTITUTE(const void *context, void *arguments, const char *source, int length,
                                            int reason, Error *error) {}
EXPORTED void UCNV_FROM_U_CALLBACK_SUBSTITUTE(const void *context, void *arguments, const void *source, int length,
                                              int code, int reason, Error *error) {}
