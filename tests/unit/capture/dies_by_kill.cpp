// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/capture/capture_fixture.h"

#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

namespace busheng::test {

bool diesByKill(const std::function<void()>& work)
{
    const pid_t child = fork();
    if (child == 0) {
        work();
        _exit(0);
    }
    int status = 0;
    if (child < 0 || waitpid(child, &status, 0) != child)
        qFatal("no process");
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
}

} // namespace busheng::test
