// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/file_system.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>
#include <unistd.h>

namespace busheng {
namespace {

Failure systemFailure(const QString& doing, const QString& path)
{
    const int number = errno;
    Error error = makeError(ErrorCode::Storage, QStringLiteral("%1 %2").arg(doing, path));
    error.native = QString::fromLocal8Bit(std::strerror(number));
    if (number == ENOSPC || number == EDQUOT || number == EFBIG) {
        error.event = QStringLiteral("DSK_FULL");
        error.transient = true;
    } else {
        error.event = QStringLiteral("DSK_ERROR");
    }
    error.args = {path, error.native};
    return fail(error);
}

class PosixFile final : public File {
public:
    PosixFile(int descriptor, QString path) : m_descriptor(descriptor), m_path(std::move(path)) {}
    ~PosixFile() override { ::close(m_descriptor); }
    PosixFile(const PosixFile&) = delete;
    PosixFile& operator=(const PosixFile&) = delete;

    Result<std::size_t> readAt(qint64 offset, std::span<char> out) override
    {
        std::size_t done = 0;
        while (done < out.size()) {
            const ssize_t got =
                ::pread(m_descriptor, out.data() + done, out.size() - done, offset + static_cast<off_t>(done));
            if (got < 0 && errno == EINTR)
                continue;
            if (got < 0)
                return systemFailure(QStringLiteral("reading"), m_path);
            if (got == 0)
                break;
            done += static_cast<std::size_t>(got);
        }
        return done;
    }

    Result<> append(BytesView bytes) override
    {
        std::size_t done = 0;
        while (done < bytes.size()) {
            const ssize_t put = ::write(m_descriptor, bytes.data() + done, bytes.size() - done);
            if (put < 0 && errno == EINTR)
                continue;
            if (put < 0)
                return systemFailure(QStringLiteral("writing"), m_path);
            done += static_cast<std::size_t>(put);
        }
        return {};
    }

    Result<> truncate(qint64 size) override
    {
        if (::ftruncate(m_descriptor, size) != 0)
            return systemFailure(QStringLiteral("truncating"), m_path);
        return {};
    }

    Result<> sync() override
    {
        if (::fdatasync(m_descriptor) != 0)
            return systemFailure(QStringLiteral("syncing"), m_path);
        return {};
    }

    Result<qint64> size() override
    {
        struct stat status {};
        if (::fstat(m_descriptor, &status) != 0)
            return systemFailure(QStringLiteral("reading the size of"), m_path);
        return static_cast<qint64>(status.st_size);
    }

private:
    int m_descriptor;
    QString m_path;
};

class PosixFileSystem final : public FileSystem {
public:
    Result<std::unique_ptr<File>> open(const QString& path, OpenMode mode) override
    {
        const int flags = O_CLOEXEC | (mode == OpenMode::Read ? O_RDONLY : O_RDWR | O_CREAT | O_APPEND);
        const int descriptor = ::open(QFile::encodeName(path).constData(), flags, 0600);
        if (descriptor < 0)
            return systemFailure(QStringLiteral("opening"), path);
        return std::unique_ptr<File>(std::make_unique<PosixFile>(descriptor, path));
    }

    Result<bool> exists(const QString& path) override
    {
        struct stat status {};
        if (::lstat(QFile::encodeName(path).constData(), &status) == 0)
            return true;
        if (errno == ENOENT)
            return false;
        return systemFailure(QStringLiteral("looking for"), path);
    }

    Result<QStringList> list(const QString& directory) override
    {
        const QDir dir(directory);
        if (!dir.exists()) {
            errno = ENOENT;
            return systemFailure(QStringLiteral("listing"), directory);
        }
        QStringList names = dir.entryList(QDir::Files | QDir::Hidden | QDir::System, QDir::NoSort);
        names.sort(Qt::CaseSensitive);
        return names;
    }

    Result<> makeDirectories(const QString& directory) override
    {
        const QString parent = QFileInfo(directory).path();
        if (::mkdir(QFile::encodeName(directory).constData(), 0700) == 0)
            return syncDirectory(parent);
        if (errno == EEXIST)
            return {};
        if (errno != ENOENT || parent == directory)
            return systemFailure(QStringLiteral("creating"), directory);
        ENGINE_TRY(makeDirectories(parent));
        if (::mkdir(QFile::encodeName(directory).constData(), 0700) != 0 && errno != EEXIST)
            return systemFailure(QStringLiteral("creating"), directory);
        return syncDirectory(parent);
    }

    Result<> remove(const QString& path) override
    {
        if (::unlink(QFile::encodeName(path).constData()) != 0 && errno != ENOENT)
            return systemFailure(QStringLiteral("removing"), path);
        return {};
    }

    Result<> rename(const QString& from, const QString& to) override
    {
        if (::rename(QFile::encodeName(from).constData(), QFile::encodeName(to).constData()) != 0)
            return systemFailure(QStringLiteral("renaming"), from);
        return {};
    }

    Result<> syncDirectory(const QString& directory) override
    {
        const int descriptor = ::open(QFile::encodeName(directory).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (descriptor < 0)
            return systemFailure(QStringLiteral("opening"), directory);
        const int synced = ::fsync(descriptor);
        const int number = errno;
        ::close(descriptor);
        errno = number;
        if (synced != 0)
            return systemFailure(QStringLiteral("syncing"), directory);
        return {};
    }

    Result<qint64> freeBytes(const QString& directory) override
    {
        // Not QStorageInfo: it looks for a mount, and inside a container or a changed root there may be none to see.
        std::error_code why;
        const std::filesystem::space_info room =
            std::filesystem::space(QFile::encodeName(directory).toStdString(), why);
        if (why)
            return fail(ErrorCode::Storage, QStringLiteral("no file system at %1").arg(directory));
        return static_cast<qint64>(room.available);
    }
};

} // namespace

FileSystem& systemFileSystem()
{
    static PosixFileSystem instance;
    return instance;
}

} // namespace busheng
