// Preloaded into a program under test, for program.py.
//
// Loading a program with LibTorch takes longer than its short run. So the program is loaded once and
// waits where main() would begin: each run is a fork of it. In a run, the calls that change the files of
// one folder are counted, and a fault happens at one of them.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { most_files = 1024, most_arguments = 256 };

// What a run tells the server.
struct Shared {
  atomic_long calls;
  atomic_bool happened;
};

static int requests, answers;  // pipes from and to program.py
static struct Shared* shared;
static const char* folder = "";  // a fault happens to its files alone
static long fault_at = -1;       // the call, counted from 1
static const char* fault = "";   // see fails()
static bool is_watched[most_files];

static bool is_in_folder(const char* path) {
  return *folder != '\0' && strncmp(path, folder, strlen(folder)) == 0;
}

static void die(void) { kill(getpid(), SIGKILL); }

// Counts a call that is about to be made. Returns whether it is to fail, with errno set.
static bool fails(void) {
  const long call = ++shared->calls;
  const bool stays = strcmp(fault, "full") == 0;  // a disk that is full stays so
  if (fault_at < 0 || (stays ? call < fault_at : call != fault_at)) return false;
  if (strcmp(fault, "killed-within") == 0 || strcmp(fault, "short") == 0) return false;
  shared->happened = true;
  if (strcmp(fault, "killed-before") == 0) die();
  errno = strcmp(fault, "eio") == 0 ? EIO : ENOSPC;
  return true;
}

// Whether the fault of this kind is due at the call that was counted last.
static bool is_due(const char* kind) {
  return shared->calls == fault_at && strcmp(fault, kind) == 0;
}

static void die_within(void) {
  if (!is_due("killed-within")) return;
  shared->happened = true;
  die();
}

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static int watch(int file, const char* path, int flags) {
  if (file >= 0 && file < most_files)
    is_watched[file] = is_in_folder(path) && (flags & (O_WRONLY | O_RDWR | O_DIRECTORY)) != 0;
  if ((flags & O_CREAT) != 0 && is_in_folder(path)) die_within();
  return file;
}

static int open_watched(const char* name, const char* path, int flags, mode_t mode) {
  if ((flags & O_CREAT) != 0 && is_in_folder(path) && fails()) return -1;
  int (*const next)(const char*, int, ...) = (int (*)(const char*, int, ...))dlsym(RTLD_NEXT, name);
  return watch(next(path, flags, mode), path, flags);
}

#define OPEN(name)                                                    \
  int name(const char* path, int flags, ...) {                        \
    va_list more;                                                     \
    va_start(more, flags);                                            \
    const mode_t mode = (flags & O_CREAT) ? va_arg(more, mode_t) : 0; \
    va_end(more);                                                     \
    return open_watched(#name, path, flags, mode);                    \
  }
OPEN(open)
OPEN(open64)

static bool watches(int file) { return file >= 0 && file < most_files && is_watched[file]; }

ssize_t write(int file, const void* bytes, size_t count) {
  if (!watches(file)) return NEXT(write)(file, bytes, count);
  if (fails()) return -1;
  const bool is_short = is_due("short") && count > 1;
  if (is_short) shared->happened = true;
  const bool is_partial = is_short || is_due("killed-within");
  const ssize_t written = NEXT(write)(file, bytes, is_partial ? (count + 1) / 2 : count);
  die_within();
  return written;
}

#define CALL(name, parameters, arguments, is_of_folder) \
  int name parameters {                                 \
    if (!(is_of_folder)) return NEXT(name) arguments;   \
    if (fails()) return -1;                             \
    const int result = NEXT(name) arguments;            \
    die_within();                                       \
    return result;                                      \
  }
CALL(fsync, (int file), (file), watches(file))
CALL(ftruncate, (int file, off_t size), (file, size), watches(file))
CALL(rename, (const char* from, const char* to), (from, to), is_in_folder(from))
CALL(unlink, (const char* path), (path), is_in_folder(path))
CALL(remove, (const char* path), (path), is_in_folder(path))

static int (*real_main)(int, char**, char**);

static void read_fully(void* bytes, size_t count) {
  for (char* at = bytes; count > 0;) {
    const ssize_t got = read(requests, at, count);
    if (got <= 0) _exit(0);  // the server's client has ended
    at += got;
    count -= (size_t)got;
  }
}

// A request has a size of 4 bytes and texts that end with a zero byte: the file for the output, the
// folder, the fault, its call, variables of the environment, an empty text, and the arguments. Each
// run is answered by two lines: its process, and how it ended with its calls and whether the fault
// happened.
static int serve(int argc, char** argv, char** environment) {
  (void)argc, (void)environment;
  for (;;) {
    uint32_t size = 0;
    read_fully(&size, sizeof size);
    char* const text = malloc(size);
    read_fully(text, size);
    char* texts[most_arguments + 1] = {0};
    int count = 0;
    for (char* at = text; at < text + size && count < most_arguments; at += strlen(at) + 1)
      texts[count++] = at;
    shared->calls = 0;
    shared->happened = false;
    const pid_t run = fork();
    if (run == 0) {
      const int output = NEXT(open)(texts[0], O_WRONLY | O_CREAT | O_TRUNC, 0666);
      dup2(output, 1);
      dup2(output, 2);
      close(output);
      close(requests);
      close(answers);
      folder = texts[1];
      fault = texts[2];
      fault_at = atol(texts[3]);
      int empty = 4;
      for (; *texts[empty] != '\0'; ++empty) putenv(texts[empty]);
      texts[empty] = argv[0];
      const int code = real_main(count - empty, texts + empty, environ);
      fflush(NULL);
      _exit(code);  // without LibTorch's destructors, which take longer than a short run
    }
    int status = 0;
    dprintf(answers, "%d\n", (int)run);
    waitpid(run, &status, 0);
    dprintf(answers, "%d %ld %d\n", WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status),
            (long)shared->calls, (int)shared->happened);
    free(text);
  }
}

int __libc_start_main(int (*main)(int, char**, char**), int argc, char** argv, void (*init)(void),
                      void (*fini)(void), void (*loader_fini)(void), void* stack_end) {
  real_main = main;
  sscanf(getenv("FAULTS_PIPES"), "%d %d", &requests, &answers);
  shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  unsetenv("LD_PRELOAD");  // for the programs that it starts
  return NEXT(__libc_start_main)(serve, argc, argv, init, fini, loader_fini, stack_end);
}
