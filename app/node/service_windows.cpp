// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/report.h"
#include "app/node/service.h"
#include "engine/base/file_system.h"
#include "engine/base/system_paths.h"
#include "engine/base/windows_file.h"
#include "engine/model/events.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

#include <array>
#include <cstdio>
#include <semaphore>
#include <thread>

namespace busheng {
namespace {

constexpr const wchar_t* kName = L"BushengNode";
constexpr const wchar_t* kTitle = L"Busheng node 部省数据同步节点";
constexpr const wchar_t* kDescription = L"Ministry-province data synchronization. 人力资源社会保障部省数据同步。";
constexpr DWORD kStartWithinMs = 60'000;
constexpr DWORD kStopWithinMs = 10'000;
constexpr DWORD kForgetFailuresAfterSeconds = 86'400;
constexpr qint64 kLargestLog = 32 << 20;

/// Of the one service that a process can be: the manager calls plain functions in a thread of its own.
struct Manager {
    SERVICE_STATUS_HANDLE handle = nullptr;
    std::binary_semaphore begun{0};
    std::binary_semaphore ended{0};
    DWORD refused = ERROR_SUCCESS;
};

Manager& manager()
{
    static Manager instance;
    return instance;
}

void tell(DWORD state, DWORD waitMs = 0, int exitCode = 0)
{
    SERVICE_STATUS status{};
    status.dwServiceType = SERVICE_WIN32_OWN_PROCESS;
    status.dwCurrentState = state;
    status.dwControlsAccepted = state == SERVICE_RUNNING ? SERVICE_ACCEPT_STOP | SERVICE_ACCEPT_SHUTDOWN : 0;
    status.dwWin32ExitCode = exitCode == 0 ? NO_ERROR : ERROR_SERVICE_SPECIFIC_ERROR;
    status.dwServiceSpecificExitCode = static_cast<DWORD>(exitCode);
    status.dwWaitHint = waitMs;
    ::SetServiceStatus(manager().handle, &status);
}

DWORD WINAPI onControl(DWORD control, DWORD, LPVOID, LPVOID)
{
    if (control != SERVICE_CONTROL_STOP && control != SERVICE_CONTROL_SHUTDOWN)
        return control == SERVICE_CONTROL_INTERROGATE ? NO_ERROR : ERROR_CALL_NOT_IMPLEMENTED;
    tell(SERVICE_STOP_PENDING, kStopWithinMs);
    QMetaObject::invokeMethod(qApp, &QCoreApplication::quit, Qt::QueuedConnection);
    return NO_ERROR;
}

void WINAPI serviceMain(DWORD, LPWSTR*)
{
    manager().handle = ::RegisterServiceCtrlHandlerExW(kName, onControl, nullptr);
    tell(SERVICE_START_PENDING, kStartWithinMs);
    manager().begun.release();
    manager().ended.acquire();
}

void dispatch()
{
    std::wstring name = kName;
    const std::array<SERVICE_TABLE_ENTRYW, 2> table{{{name.data(), serviceMain}, {nullptr, nullptr}}};
    if (::StartServiceCtrlDispatcherW(table.data()) == 0) {
        manager().refused = ::GetLastError();
        manager().begun.release();
    }
}

/// A service has nowhere to write to.
void writeLogTo(const QString& dataDirectory)
{
    const QString folder = dataDirectory + QStringLiteral("/log");
    const QString log = folder + QStringLiteral("/node.log");
    FileSystem& files = systemFileSystem();
    if (!files.makeDirectories(folder))
        return;
    if (QFileInfo(log).size() > kLargestLog && !files.rename(log, log + QStringLiteral(".1")))
        return;
    if (::_wfreopen(nativePath(log).c_str(), L"ab", stderr) != nullptr)
        std::setvbuf(stderr, nullptr, _IONBF, 0);
}

struct CloseService {
    using pointer = SC_HANDLE;
    void operator()(SC_HANDLE handle) const { ::CloseServiceHandle(handle); }
};
using ServiceHandle = std::unique_ptr<SC_HANDLE, CloseService>;

Failure refused(DWORD code)
{
    const QString why = code == ERROR_ACCESS_DENIED
                            ? QStringLiteral("services are an administrator's: run this as administrator")
                            : systemErrorText(code);
    return wrongNodeUsage(why);
}

Result<ServiceHandle> openManager(DWORD rights)
{
    ServiceHandle opened(::OpenSCManagerW(nullptr, nullptr, rights));
    if (!opened)
        return refused(::GetLastError());
    return opened;
}

/// Started again after a crash, ever later; not after it has said itself why it ends.
bool setRecovery(SC_HANDLE service)
{
    std::array<SC_ACTION, 3> actions{
        {{SC_ACTION_RESTART, 2'000}, {SC_ACTION_RESTART, 10'000}, {SC_ACTION_RESTART, 60'000}}};
    SERVICE_FAILURE_ACTIONSW failure{};
    failure.dwResetPeriod = kForgetFailuresAfterSeconds;
    failure.cActions = static_cast<DWORD>(actions.size());
    failure.lpsaActions = actions.data();
    return ::ChangeServiceConfig2W(service, SERVICE_CONFIG_FAILURE_ACTIONS, &failure) != 0;
}

/// Of all that SYSTEM may, it keeps what every process has.
bool takeRights(SC_HANDLE service)
{
    std::wstring rights(L"SeChangeNotifyPrivilege");
    rights.push_back(L'\0'); // a list ends with an empty name
    SERVICE_REQUIRED_PRIVILEGES_INFOW needed{rights.data()};
    return ::ChangeServiceConfig2W(service, SERVICE_CONFIG_REQUIRED_PRIVILEGES_INFO, &needed) != 0;
}

Result<> install(const NodeOptions& value)
{
    const QString given = value(QStringLiteral("data"));
    const QString data = QDir(given.isEmpty() ? systemDataDirectory() : given).absolutePath();
    const QString program = QDir::toNativeSeparators(QCoreApplication::applicationFilePath());
    const std::wstring command =
        QStringLiteral("\"%1\" service run --data \"%2\"").arg(program, QDir::toNativeSeparators(data)).toStdWString();
    ENGINE_TRY_AS(const ServiceHandle services, openManager(SC_MANAGER_CREATE_SERVICE | SC_MANAGER_CONNECT));
    ServiceHandle service(::CreateServiceW(services.get(), kName, kTitle, SERVICE_ALL_ACCESS, SERVICE_WIN32_OWN_PROCESS,
                                           SERVICE_AUTO_START, SERVICE_ERROR_NORMAL, command.c_str(), nullptr, nullptr,
                                           nullptr, nullptr, nullptr));
    if (!service && ::GetLastError() == ERROR_SERVICE_EXISTS) { // an upgrade
        service.reset(::OpenServiceW(services.get(), kName, SERVICE_ALL_ACCESS));
        if (service &&
            ::ChangeServiceConfigW(service.get(), SERVICE_NO_CHANGE, SERVICE_NO_CHANGE, SERVICE_NO_CHANGE,
                                   command.c_str(), nullptr, nullptr, nullptr, nullptr, nullptr, kTitle) == 0)
            return refused(::GetLastError());
    }
    if (!service)
        return refused(::GetLastError());
    std::wstring description(kDescription);
    SERVICE_DESCRIPTIONW about{description.data()};
    SERVICE_DELAYED_AUTO_START_INFO late{TRUE};
    if (::ChangeServiceConfig2W(service.get(), SERVICE_CONFIG_DESCRIPTION, &about) == 0 || !setRecovery(service.get()))
        return refused(::GetLastError());
    // Older systems and wine know neither; the service works without.
    if (::ChangeServiceConfig2W(service.get(), SERVICE_CONFIG_DELAYED_AUTO_START_INFO, &late) == 0 ||
        !takeRights(service.get()))
        cli::note(QStringLiteral("busheng-node: %1").arg(systemErrorText(::GetLastError())));
    return systemFileSystem().makeDirectories(data);
}

Result<> remove(const NodeOptions&)
{
    ENGINE_TRY_AS(const ServiceHandle services, openManager(SC_MANAGER_CONNECT));
    const ServiceHandle service(::OpenServiceW(services.get(), kName, SERVICE_STOP | DELETE));
    if (!service && ::GetLastError() == ERROR_SERVICE_DOES_NOT_EXIST)
        return {};
    if (!service)
        return refused(::GetLastError());
    SERVICE_STATUS status{};
    ::ControlService(service.get(), SERVICE_CONTROL_STOP, &status); // fails when it does not run
    if (::DeleteService(service.get()) == 0)
        return refused(::GetLastError());
    return {};
}

constexpr NodeCommand kCommands[] = {
    {"service install", "busheng-node service install [--data DIR]", install},
    {"service remove", "busheng-node service remove", remove},
};

} // namespace

std::span<const NodeCommand> serviceCommands()
{
    return kCommands;
}

Result<int> runAsService(const QString& dataDirectory,
                         const std::function<int(const std::function<void()>& isUp)>& node)
{
    std::thread dispatcher(dispatch);
    manager().begun.acquire();
    if (manager().refused != ERROR_SUCCESS) {
        dispatcher.join();
        return wrongNodeUsage(QStringLiteral("this is for the service manager; start the service, or use run"));
    }
    writeLogTo(dataDirectory);
    const int code = node([] { tell(SERVICE_RUNNING); });
    tell(SERVICE_STOPPED, 0, code);
    manager().ended.release();
    dispatcher.join();
    return code;
}

} // namespace busheng
