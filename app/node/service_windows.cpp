// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/report.h"
#include "app/node/service.h"
#include "app/node/service_log_windows.h"
#include "engine/base/file_access.h"
#include "engine/base/file_system.h"
#include "engine/base/service_account.h"
#include "engine/base/system_paths.h"
#include "engine/base/windows_file.h"
#include "engine/model/events.h"
#include "engine/model/upgrade_events.h"

#include <QCoreApplication>
#include <QDir>

#include <array>
#include <semaphore>
#include <thread>

namespace busheng {
namespace {

constexpr const wchar_t* kTitle = L"Busheng node 部省数据同步节点";
constexpr const wchar_t* kDescription = L"Ministry-province data synchronization. 人力资源社会保障部省数据同步。";
constexpr DWORD kStartWithinMs = 60'000;
constexpr DWORD kStopWithinMs = 10'000;
constexpr DWORD kForgetFailuresAfterSeconds = 86'400;
constexpr DWORD kLargestServiceConfig = 8 << 10; // the manager's own limit

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
    manager().handle = ::RegisterServiceCtrlHandlerExW(kNodeServiceName, onControl, nullptr);
    tell(SERVICE_START_PENDING, kStartWithinMs);
    manager().begun.release();
    manager().ended.acquire();
}

void dispatch()
{
    std::wstring name = kNodeServiceName;
    const std::array<SERVICE_TABLE_ENTRYW, 2> table{{{name.data(), serviceMain}, {nullptr, nullptr}}};
    if (::StartServiceCtrlDispatcherW(table.data()) == 0) {
        manager().refused = ::GetLastError();
        manager().begun.release();
    }
}

struct CloseService {
    using pointer = SC_HANDLE;
    void operator()(SC_HANDLE handle) const { ::CloseServiceHandle(handle); }
};
using ServiceHandle = std::unique_ptr<SC_HANDLE, CloseService>;

Failure refused(DWORD code)
{
    const QString words = systemErrorText(code);
    if (code == ERROR_ACCESS_DENIED)
        return fail(makeEvent(ErrorCode::Config, events::SVC_NOT_ADMIN, {}, words));
    return fail(makeEvent(ErrorCode::Config, events::SVC_REFUSED, {words}, words));
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

/// Of what services may, it keeps what every process has.
bool takeRights(SC_HANDLE service)
{
    std::wstring rights(L"SeChangeNotifyPrivilege");
    rights.push_back(L'\0'); // a list ends with an empty name
    SERVICE_REQUIRED_PRIVILEGES_INFOW needed{rights.data()};
    return ::ChangeServiceConfig2W(service, SERVICE_CONFIG_REQUIRED_PRIVILEGES_INFO, &needed) != 0;
}

const QString kDataOption = QStringLiteral(" service run --data ");

QString commandLine(const QString& dataDirectory)
{
    return QStringLiteral("\"%1\"%2\"%3\"")
        .arg(QDir::toNativeSeparators(QCoreApplication::applicationFilePath()), kDataOption,
             QDir::toNativeSeparators(dataDirectory));
}

/// What an earlier `service install` left; all empty when there was none.
struct Installed {
    QString dataDirectory;
    QString account;
};

Result<Installed> look(SC_HANDLE service)
{
    alignas(QUERY_SERVICE_CONFIGW) std::array<std::byte, kLargestServiceConfig> buffer{};
    auto* config = reinterpret_cast<QUERY_SERVICE_CONFIGW*>(buffer.data());
    DWORD needed = 0;
    if (::QueryServiceConfigW(service, config, buffer.size(), &needed) == 0)
        return refused(::GetLastError());
    Installed found;
    found.account = QString::fromWCharArray(config->lpServiceStartName);
    const QString command = QString::fromWCharArray(config->lpBinaryPathName);
    if (const qsizetype at = command.indexOf(kDataOption); at >= 0)
        found.dataDirectory = QDir::fromNativeSeparators(command.mid(at + kDataOption.size()).remove(u'"'));
    return found;
}

/// Whose account the service has: ours, unless an administrator has given it another one. Earlier versions ran as
/// SYSTEM.
bool isOurAccount(const Installed& now)
{
    return now.account.isEmpty() || now.account == QStringLiteral("LocalSystem") ||
           now.account.compare(QString::fromWCharArray(kNodeServiceAccount), Qt::CaseInsensitive) == 0;
}

/// A folder that is there belongs to the machine already, or holds nothing yet.
Result<> prepareData(const QString& directory, bool isForOurAccount)
{
    ENGINE_TRY(systemFileSystem().makeDirectories(directory));
    if (QDir(directory).isEmpty(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot))
        static_cast<void>(closeToOthers(directory)); // what could not be closed is seen now
    if (isChangeableByOthers(directory))
        return fail(makeEvent(ErrorCode::Config, events::CFG_BAD_PATH,
                              {QStringLiteral("--data"), directory,
                               QStringLiteral("others may change what is in it (icacls DIR /inheritance:r /grant "
                                              "*S-1-5-32-544:(OI)(CI)F)")},
                              QStringLiteral("%1 can be changed by other users").arg(directory)));
    return isForOurAccount ? giveToNodeService(directory) : Result<>();
}

Result<> describe(SC_HANDLE service)
{
    std::wstring description(kDescription);
    SERVICE_DESCRIPTIONW about{description.data()};
    SERVICE_DELAYED_AUTO_START_INFO late{TRUE};
    if (::ChangeServiceConfig2W(service, SERVICE_CONFIG_DESCRIPTION, &about) == 0 || !setRecovery(service))
        return refused(::GetLastError());
    // wine knows neither; the service works without.
    if (::ChangeServiceConfig2W(service, SERVICE_CONFIG_DELAYED_AUTO_START_INFO, &late) == 0 || !takeRights(service))
        cli::note(QStringLiteral("busheng-node: %1").arg(systemErrorText(::GetLastError())));
    return {};
}

/// Makes the service, or changes the one that is there: an upgrade keeps its data directory and its account.
Result<> install(const NodeOptions& value)
{
    ENGINE_TRY_AS(const ServiceHandle services, openManager(SC_MANAGER_CREATE_SERVICE | SC_MANAGER_CONNECT));
    ServiceHandle service(::OpenServiceW(services.get(), kNodeServiceName, SERVICE_ALL_ACCESS));
    if (!service && ::GetLastError() != ERROR_SERVICE_DOES_NOT_EXIST)
        return refused(::GetLastError());
    Installed now;
    if (service) {
        ENGINE_TRY_AS(now, look(service.get()));
    }
    QString data = value(QStringLiteral("data"));
    if (data.isEmpty())
        data = now.dataDirectory.isEmpty() ? systemDataDirectory() : now.dataDirectory;
    data = QDir(data).absolutePath();
    const bool isOurs = isOurAccount(now);
    ENGINE_TRY(prepareData(data, isOurs));
    const std::wstring command = commandLine(data).toStdWString();
    const wchar_t* account = isOurs ? kNodeServiceAccount : nullptr;
    if (service) {
        if (::ChangeServiceConfigW(service.get(), SERVICE_NO_CHANGE, SERVICE_NO_CHANGE, SERVICE_NO_CHANGE,
                                   command.c_str(), nullptr, nullptr, nullptr, account, nullptr, kTitle) == 0)
            return refused(::GetLastError());
        return describe(service.get());
    }
    service.reset(::CreateServiceW(services.get(), kNodeServiceName, kTitle, SERVICE_ALL_ACCESS,
                                   SERVICE_WIN32_OWN_PROCESS, SERVICE_AUTO_START, SERVICE_ERROR_NORMAL, command.c_str(),
                                   nullptr, nullptr, nullptr, account, nullptr));
    return service ? describe(service.get()) : refused(::GetLastError());
}

Result<> remove(const NodeOptions&)
{
    ENGINE_TRY_AS(const ServiceHandle services, openManager(SC_MANAGER_CONNECT));
    const ServiceHandle service(::OpenServiceW(services.get(), kNodeServiceName, SERVICE_STOP | DELETE));
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
    const ServiceLog log(dataDirectory);
    const int code = node([] { tell(SERVICE_RUNNING); });
    tell(SERVICE_STOPPED, 0, code);
    manager().ended.release();
    // The manager has been told; its thread comes back when it likes (under wine after half a minute), and an upgrade
    // waits for this program's end.
    dispatcher.detach();
    return code;
}

} // namespace busheng
