// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/file_system.h"
#include "engine/base/windows_file.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>

namespace busheng {
namespace {

constexpr DWORD kShareAll = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE;
constexpr std::size_t kLargestCall = 1U << 30;

Failure lastFailure(const QString& doing, const QString& path)
{
    return storageFailure(::GetLastError(), doing, path);
}

OVERLAPPED placeAt(qint64 offset)
{
    OVERLAPPED place{};
    place.Offset = static_cast<DWORD>(offset & 0xffffffff);
    place.OffsetHigh = static_cast<DWORD>(offset >> 32);
    return place;
}

class WindowsFile final : public File {
public:
    WindowsFile(HANDLE handle, QString path) : m_handle(handle), m_path(std::move(path)) {}
    ~WindowsFile() override { ::CloseHandle(m_handle); }
    WindowsFile(const WindowsFile&) = delete;
    WindowsFile& operator=(const WindowsFile&) = delete;

    Result<std::size_t> readAt(qint64 offset, std::span<char> out) override
    {
        std::size_t done = 0;
        while (done < out.size()) {
            OVERLAPPED place = placeAt(offset + static_cast<qint64>(done));
            DWORD got = 0;
            const auto wanted = static_cast<DWORD>(std::min(out.size() - done, kLargestCall));
            if (::ReadFile(m_handle, out.data() + done, wanted, &got, &place) == 0) {
                if (::GetLastError() == ERROR_HANDLE_EOF)
                    break;
                return lastFailure(QStringLiteral("reading"), m_path);
            }
            if (got == 0)
                break;
            done += got;
        }
        return done;
    }

    Result<> append(BytesView bytes) override
    {
        std::size_t done = 0;
        while (done < bytes.size()) {
            OVERLAPPED atEnd = placeAt(-1); // all ones: behind the last byte, whoever wrote it
            DWORD put = 0;
            const auto wanted = static_cast<DWORD>(std::min(bytes.size() - done, kLargestCall));
            if (::WriteFile(m_handle, bytes.data() + done, wanted, &put, &atEnd) == 0)
                return lastFailure(QStringLiteral("writing"), m_path);
            done += put;
        }
        return {};
    }

    Result<> truncate(qint64 size) override
    {
        FILE_END_OF_FILE_INFO end{};
        end.EndOfFile.QuadPart = size;
        if (::SetFileInformationByHandle(m_handle, FileEndOfFileInfo, &end, sizeof(end)) == 0)
            return lastFailure(QStringLiteral("truncating"), m_path);
        return {};
    }

    Result<> sync() override
    {
        if (::FlushFileBuffers(m_handle) == 0)
            return lastFailure(QStringLiteral("syncing"), m_path);
        return {};
    }

    Result<qint64> size() override
    {
        LARGE_INTEGER size{};
        if (::GetFileSizeEx(m_handle, &size) == 0)
            return lastFailure(QStringLiteral("reading the size of"), m_path);
        return static_cast<qint64>(size.QuadPart);
    }

private:
    HANDLE m_handle;
    QString m_path;
};

class WindowsFileSystem final : public FileSystem {
public:
    Result<std::unique_ptr<File>> open(const QString& path, OpenMode mode) override
    {
        const bool writes = mode == OpenMode::ReadWrite;
        const HANDLE handle =
            ::CreateFileW(nativePath(path).c_str(), writes ? GENERIC_READ | GENERIC_WRITE : GENERIC_READ, kShareAll,
                          ownerOnly(), writes ? OPEN_ALWAYS : OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL, nullptr);
        if (handle == INVALID_HANDLE_VALUE)
            return lastFailure(QStringLiteral("opening"), path);
        return std::unique_ptr<File>(std::make_unique<WindowsFile>(handle, path));
    }

    Result<bool> exists(const QString& path) override
    {
        if (::GetFileAttributesW(nativePath(path).c_str()) != INVALID_FILE_ATTRIBUTES)
            return true;
        if (isAbsent(::GetLastError()))
            return false;
        return lastFailure(QStringLiteral("looking for"), path);
    }

    Result<QStringList> list(const QString& directory) override
    {
        const QDir dir(directory);
        if (!dir.exists())
            return storageFailure(ERROR_PATH_NOT_FOUND, QStringLiteral("listing"), directory);
        QStringList names = dir.entryList(QDir::Files | QDir::Hidden | QDir::System, QDir::NoSort);
        names.sort(Qt::CaseSensitive);
        return names;
    }

    Result<> makeDirectories(const QString& directory) override
    {
        const std::wstring path = nativePath(directory);
        if (::CreateDirectoryW(path.c_str(), ownerOnly()) != 0)
            return {};
        const DWORD code = ::GetLastError();
        if (QFileInfo(directory).isDir())
            return {};
        const QString parent = QFileInfo(directory).path();
        if (code != ERROR_PATH_NOT_FOUND || parent == directory)
            return storageFailure(code, QStringLiteral("creating"), directory);
        ENGINE_TRY(makeDirectories(parent));
        if (::CreateDirectoryW(path.c_str(), ownerOnly()) == 0 && ::GetLastError() != ERROR_ALREADY_EXISTS)
            return lastFailure(QStringLiteral("creating"), directory);
        return {};
    }

    Result<> remove(const QString& path) override
    {
        if (::DeleteFileW(nativePath(path).c_str()) == 0 && !isAbsent(::GetLastError()))
            return lastFailure(QStringLiteral("removing"), path);
        return {};
    }

    Result<> rename(const QString& from, const QString& to) override
    {
        constexpr DWORD kHow = MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH;
        if (::MoveFileExW(nativePath(from).c_str(), nativePath(to).c_str(), kHow) == 0)
            return lastFailure(QStringLiteral("renaming"), from);
        return {};
    }

    /// NTFS journals names as they change, and renames here are written through: there is nothing left to do.
    Result<> syncDirectory(const QString& directory) override
    {
        if (!QFileInfo(directory).isDir())
            return storageFailure(ERROR_PATH_NOT_FOUND, QStringLiteral("syncing"), directory);
        return {};
    }

    Result<qint64> freeBytes(const QString& directory) override
    {
        ULARGE_INTEGER available{};
        if (::GetDiskFreeSpaceExW(nativePath(directory).c_str(), &available, nullptr, nullptr) == 0)
            return fail(ErrorCode::Storage, QStringLiteral("no file system at %1").arg(directory));
        return static_cast<qint64>(available.QuadPart);
    }

private:
    static bool isAbsent(DWORD code) { return code == ERROR_FILE_NOT_FOUND || code == ERROR_PATH_NOT_FOUND; }
};

} // namespace

FileSystem& systemFileSystem()
{
    static WindowsFileSystem instance;
    return instance;
}

} // namespace busheng
