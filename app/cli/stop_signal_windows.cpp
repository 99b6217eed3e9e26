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

/// In a thread of its own. The system waits for it when the console closes or the machine goes down, then ends us.
BOOL WINAPI onConsole(DWORD)
{
    ::SetEvent(g_event);
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
