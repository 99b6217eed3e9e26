// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/failpoint.h"

#include <functional>

#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

namespace busheng::test {

/// Runs `work` in a child process with the failpoints of `spec` active. True when SIGKILL ended it, as the failpoint
/// should; a child that survives its work has missed the failpoint. No journal may be open in this process meanwhile.
inline bool diesByKill(const QString& spec, const std::function<void()>& work)
{
    const pid_t child = ::fork();
    if (child == 0) {
        if (failpoint::configure(spec))
            work();
        ::_exit(0);
    }
    int status = 0;
    return child > 0 && ::waitpid(child, &status, 0) == child && WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
}

/// Failpoints for the rest of a scope.
class ActiveFailpoints {
public:
    explicit ActiveFailpoints(const QString& spec) : m_valid(failpoint::configure(spec).has_value()) {}
    ~ActiveFailpoints() { static_cast<void>(failpoint::configure(QString())); }
    ActiveFailpoints(const ActiveFailpoints&) = delete;
    ActiveFailpoints& operator=(const ActiveFailpoints&) = delete;
    bool valid() const { return m_valid; }

private:
    bool m_valid;
};

} // namespace busheng::test
