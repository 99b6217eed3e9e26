// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/stop_signal.h"

#include <QWinEventNotifier>

#include <windows.h>

#include <atomic>
#include <csignal>

namespace busheng::cli {
namespace {

std::atomic<HANDLE> g_event{nullptr};

std::wstring eventName(qint64 process)
{
    return QStringLiteral("Local\\busheng-stop-%1").arg(process).toStdWString();
}

/// In a thread of its own. When the console closes or the machine goes down the process is ended as soon as this
/// returns, so it waits for the main thread to end the process first.
BOOL WINAPI onConsole(DWORD kind)
{
    constexpr DWORD kPatienceMs = 5'000;
    ::SetEvent(g_event);
    if (kind != CTRL_C_EVENT && kind != CTRL_BREAK_EVENT)
        ::WaitForSingleObject(::GetCurrentProcess(), kPatienceMs);
    return TRUE;
}

} // namespace

StopSignal::StopSignal(QObject* parent) : QObject(parent)
{
    // Without a security descriptor: this user's and the administrators'.
    g_event = ::CreateEventW(nullptr, FALSE, FALSE, eventName(::GetCurrentProcessId()).c_str());
    if (g_event == nullptr || ::SetConsoleCtrlHandler(onConsole, TRUE) == 0)
        qFatal("no event for the end of this program: error %lu", ::GetLastError());
    auto* notifier = new QWinEventNotifier(g_event, this);
    connect(notifier, &QWinEventNotifier::activated, this, [this] { Q_EMIT requested(SIGTERM); });
}

bool requestStop(qint64 process)
{
    const HANDLE event = ::OpenEventW(EVENT_MODIFY_STATE, FALSE, eventName(process).c_str());
    if (event == nullptr)
        return false;
    const BOOL done = ::SetEvent(event);
    ::CloseHandle(event);
    return done != 0;
}

} // namespace busheng::cli
