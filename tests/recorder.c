/* Writes down, in order, what a program asks of the disks below one folder: loaded before libc (LD_PRELOAD).

   POWER_ROOT is that folder, POWER_LOG the file of the record. A record is: what (1 byte), the lengths of two paths
   and of the content (4 bytes each), an offset or a length (8 bytes), then the paths and the content; all little-endian.
   Files ending in -shm are SQLite's memory, not its disk. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static int log_handle(void) {
    static int handle = -2;
    if (handle == -2) {
        const char *path = getenv("POWER_LOG");
        int opened = path ? (int)syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600) : -1;
        handle = opened < 0 ? -1 : (int)syscall(SYS_fcntl, opened, F_DUPFD_CLOEXEC, 900);
    }
    return handle;
}

static int below(const char *path) {
    const char *root = getenv("POWER_ROOT");
    size_t length = root ? strlen(root) : 0, whole = strlen(path);
    if (!length || strncmp(path, root, length) || (path[length] && path[length] != '/')) return 0;
    return whole < 4 || strcmp(path + whole - 4, "-shm");
}

static int of_handle(int handle, char *path) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", handle);
    ssize_t length = readlink(link, path, PATH_MAX - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return below(path);
}

static int of_name(int folder, const char *name, char *path) {
    if (name[0] == '/') snprintf(path, PATH_MAX, "%s", name);
    else {
        char start[PATH_MAX] = "";
        if (folder == AT_FDCWD) { if (!getcwd(start, sizeof start)) return 0; }
        else {
            char link[64];
            snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
            ssize_t length = readlink(link, start, sizeof start - 1);
            if (length < 0) return 0;
            start[length] = 0;
        }
        if ((size_t)snprintf(path, PATH_MAX, "%s/%s", start, name) >= PATH_MAX) return 0;
    }
    return below(path);
}

static void note(char what, const char *path, const char *other, uint64_t where, const void *content, size_t length) {
    uint32_t lengths[3] = {(uint32_t)strlen(path), (uint32_t)strlen(other), (uint32_t)length};
    size_t size = 1 + sizeof lengths + sizeof where + lengths[0] + lengths[1] + length;
    char *record = malloc(size), *at = record;
    int before = errno;
    *at++ = what;
    memcpy(at, lengths, sizeof lengths); at += sizeof lengths;
    memcpy(at, &where, sizeof where); at += sizeof where;
    memcpy(at, path, lengths[0]); at += lengths[0];
    memcpy(at, other, lengths[1]); at += lengths[1];
    if (length) memcpy(at, content, length);
    if (log_handle() < 0 || syscall(SYS_write, log_handle(), record, size) != (long)size) abort();
    free(record);
    errno = before;
}

/* --- content */

ssize_t write(int handle, const void *content, size_t length) {
    char path[PATH_MAX];
    int noted = of_handle(handle, path);
    ssize_t done = REAL(write)(handle, content, length);
    if (noted && done > 0) note('w', path, "", (uint64_t)lseek(handle, 0, SEEK_CUR) - (uint64_t)done, content, (size_t)done);
    return done;
}

ssize_t pwrite64(int handle, const void *content, size_t length, off64_t where) {
    char path[PATH_MAX];
    int noted = of_handle(handle, path);
    ssize_t done = REAL(pwrite64)(handle, content, length, where);
    if (noted && done > 0) note('w', path, "", (uint64_t)where, content, (size_t)done);
    return done;
}

ssize_t pwrite(int handle, const void *content, size_t length, off_t where) {
    return pwrite64(handle, content, length, where);
}

ssize_t writev(int handle, const struct iovec *pieces, int count) {
    ssize_t whole = 0;
    for (int number = 0; number < count; number++) {
        ssize_t done = write(handle, pieces[number].iov_base, pieces[number].iov_len);
        if (done < 0) return whole ? whole : done;
        whole += done;
        if ((size_t)done < pieces[number].iov_len) break;
    }
    return whole;
}

/* Where the kernel would copy by itself the caller is told that it cannot, and writes. */
ssize_t sendfile(int target, int source, off_t *where, size_t length) { (void)target; (void)source; (void)where; (void)length; errno = EINVAL; return -1; }
ssize_t sendfile64(int target, int source, off64_t *where, size_t length) { (void)target; (void)source; (void)where; (void)length; errno = EINVAL; return -1; }
ssize_t copy_file_range(int a, off64_t *b, int c, off64_t *d, size_t e, unsigned int f) { (void)a; (void)b; (void)c; (void)d; (void)e; (void)f; errno = EINVAL; return -1; }

int ftruncate64(int handle, off64_t length) {
    char path[PATH_MAX];
    int noted = of_handle(handle, path), done = REAL(ftruncate64)(handle, length);
    if (noted && !done) note('t', path, "", (uint64_t)length, "", 0);
    return done;
}
int ftruncate(int handle, off_t length) { return ftruncate64(handle, length); }

/* --- names */

static int opened(int folder, const char *name, int flags, mode_t mode) {
    char path[PATH_MAX];
    struct stat before;
    int noted = (flags & O_ACCMODE) != O_RDONLY && of_name(folder, name, path);
    int new_one = noted && (flags & O_CREAT) && fstatat(folder, name, &before, 0);
    int handle = (int)syscall(SYS_openat, folder, name, flags, mode);
    if (handle >= 0 && new_one) note('c', path, "", 0, "", 0);
    else if (handle >= 0 && noted && (flags & O_TRUNC)) note('t', path, "", 0, "", 0);
    return handle;
}
#define MODE(flags) \
    va_list rest; \
    va_start(rest, flags); \
    mode_t mode = (flags & (O_CREAT | O_TMPFILE)) ? (mode_t)va_arg(rest, int) : 0; \
    va_end(rest);
int open(const char *name, int flags, ...) { MODE(flags) return opened(AT_FDCWD, name, flags, mode); }
int open64(const char *name, int flags, ...) { MODE(flags) return opened(AT_FDCWD, name, flags, mode); }
int openat(int folder, const char *name, int flags, ...) { MODE(flags) return opened(folder, name, flags, mode); }
int openat64(int folder, const char *name, int flags, ...) { MODE(flags) return opened(folder, name, flags, mode); }

int renameat(int from, const char *name, int to, const char *other) {
    char path[PATH_MAX], target[PATH_MAX];
    int noted = of_name(from, name, path) & of_name(to, other, target), done = REAL(renameat)(from, name, to, other);
    if (noted && !done) note('r', path, target, 0, "", 0);
    return done;
}
int rename(const char *name, const char *other) { return renameat(AT_FDCWD, name, AT_FDCWD, other); }

int unlinkat(int folder, const char *name, int flags) {
    char path[PATH_MAX];
    int noted = of_name(folder, name, path), done = REAL(unlinkat)(folder, name, flags);
    if (noted && !done) note('u', path, "", 0, "", 0);
    return done;
}
int unlink(const char *name) { return unlinkat(AT_FDCWD, name, 0); }
int rmdir(const char *name) { return unlinkat(AT_FDCWD, name, AT_REMOVEDIR); }

int mkdirat(int folder, const char *name, mode_t mode) {
    char path[PATH_MAX];
    int noted = of_name(folder, name, path), done = REAL(mkdirat)(folder, name, mode);
    if (noted && !done) note('d', path, "", 0, "", 0);
    return done;
}
int mkdir(const char *name, mode_t mode) { return mkdirat(AT_FDCWD, name, mode); }

/* --- what makes it last */

int fsync(int handle) {
    char path[PATH_MAX];
    int noted = of_handle(handle, path), done = REAL(fsync)(handle);
    if (noted && !done) note('s', path, "", 0, "", 0);
    return done;
}
int fdatasync(int handle) { return fsync(handle); }
