// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/files/tree_directory.h"

#include "engine/model/events.h"

#include <QDir>
#include <QFile>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace busheng {
namespace {

constexpr std::int64_t kNsPerSecond = 1'000'000'000;

Failure systemFailure(const QString& doing, BytesView name)
{
    const int number = errno;
    const QString shown = shownPath(name);
    const QString native = QString::fromLocal8Bit(std::strerror(number));
    const bool isFull = number == ENOSPC || number == EDQUOT || number == EFBIG;
    Error error = makeEvent(ErrorCode::Storage, isFull ? events::DSK_FULL : events::DSK_ERROR, {shown, native},
                            QStringLiteral("%1 %2").arg(doing, shown));
    error.native = native;
    error.transient = isFull || number == EMFILE || number == ENFILE;
    return fail(error);
}

int descriptorOf(const OwnDescriptor& own)
{
    return static_cast<int>(own.number());
}

FileIdentity identityOf(const struct stat& status)
{
    return {static_cast<std::uint64_t>(status.st_size), status.st_mtim.tv_sec * kNsPerSecond + status.st_mtim.tv_nsec,
            status.st_ctim.tv_sec * kNsPerSecond + status.st_ctim.tv_nsec, status.st_ino};
}

TreeDirectory::Kind kindOf(int directory, const dirent& entry)
{
    unsigned char type = entry.d_type;
    if (type == DT_UNKNOWN) {
        struct stat status {};
        if (::fstatat(directory, entry.d_name, &status, AT_SYMLINK_NOFOLLOW) == 0)
            type = S_ISREG(status.st_mode) ? DT_REG : S_ISDIR(status.st_mode) ? DT_DIR : DT_LNK;
    }
    return type == DT_REG   ? TreeDirectory::Kind::File
           : type == DT_DIR ? TreeDirectory::Kind::Directory
                            : TreeDirectory::Kind::Other;
}

} // namespace

void OwnDescriptor::close()
{
    ::close(descriptorOf(*this));
}

Result<FileIdentity> TreeFile::identity() const
{
    struct stat status {};
    if (::fstat(descriptorOf(m_descriptor), &status) != 0)
        return systemFailure(QStringLiteral("looking at"), m_name);
    return identityOf(status);
}

Result<std::size_t> TreeFile::readAt(std::uint64_t offset, std::span<char> out) const
{
    std::size_t done = 0;
    while (done < out.size()) {
        const ssize_t got = ::pread(descriptorOf(m_descriptor), out.data() + done, out.size() - done,
                                    static_cast<off_t>(offset + done));
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return systemFailure(QStringLiteral("reading"), m_name);
        if (got == 0)
            break;
        done += static_cast<std::size_t>(got);
    }
    return done;
}

Result<> TreeFile::writeAt(std::uint64_t offset, BytesView bytes)
{
    std::size_t done = 0;
    while (done < bytes.size()) {
        const ssize_t put = ::pwrite(descriptorOf(m_descriptor), bytes.data() + done, bytes.size() - done,
                                     static_cast<off_t>(offset + done));
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return systemFailure(QStringLiteral("writing"), m_name);
        done += static_cast<std::size_t>(put);
    }
    return {};
}

Result<> TreeFile::truncate(std::uint64_t size)
{
    if (::ftruncate(descriptorOf(m_descriptor), static_cast<off_t>(size)) != 0)
        return systemFailure(QStringLiteral("truncating"), m_name);
    return {};
}

Result<> TreeFile::sync()
{
    if (::fdatasync(descriptorOf(m_descriptor)) != 0)
        return systemFailure(QStringLiteral("syncing"), m_name);
    return {};
}

void TreeFile::startWriting(std::uint64_t offset, std::uint64_t size)
{
    // Only a hint: what does not happen here happens at the sync.
    (void)::sync_file_range(descriptorOf(m_descriptor), static_cast<off_t>(offset), static_cast<off_t>(size),
                            SYNC_FILE_RANGE_WRITE);
}

Result<> TreeFile::setModified(std::int64_t modifiedNs)
{
    std::int64_t seconds = modifiedNs / kNsPerSecond;
    std::int64_t rest = modifiedNs % kNsPerSecond;
    if (rest < 0) {
        --seconds;
        rest += kNsPerSecond;
    }
    const struct timespec times[2] = {{0, UTIME_OMIT}, {seconds, rest}};
    if (::futimens(descriptorOf(m_descriptor), times) != 0)
        return systemFailure(QStringLiteral("setting the time of"), m_name);
    return {};
}

bool TreeFile::isOpenForWriting() const
{
    // A read lease is refused while somebody has the file open for writing.
    if (::fcntl(descriptorOf(m_descriptor), F_SETLEASE, F_RDLCK) != 0)
        return errno == EAGAIN;
    ::fcntl(descriptorOf(m_descriptor), F_SETLEASE, F_UNLCK);
    return false;
}

Result<TreeDirectory> TreeDirectory::openRoot(const QString& path)
{
    if (!QDir().mkpath(path))
        return systemFailure(QStringLiteral("creating"), view(path.toUtf8()));
    const int descriptor = ::open(QFile::encodeName(path).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0)
        return systemFailure(QStringLiteral("opening"), view(path.toUtf8()));
    return TreeDirectory(OwnDescriptor(descriptor));
}

Result<std::optional<OwnDescriptor>> TreeDirectory::step(const OwnDescriptor& from, BytesView name, bool create)
{
    if (!isTreeName(name))
        return badTreeName(name);
    const Bytes text(name);
    constexpr int kFlags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
    int next = ::openat(descriptorOf(from), text.c_str(), kFlags);
    if (next < 0 && errno == ENOENT && create) {
        if (::mkdirat(descriptorOf(from), text.c_str(), 0700) != 0 && errno != EEXIST)
            return systemFailure(QStringLiteral("creating"), name);
        next = ::openat(descriptorOf(from), text.c_str(), kFlags);
    }
    if (next < 0 && errno == ENOENT && !create)
        return std::optional<OwnDescriptor>();
    if (next < 0)
        return systemFailure(QStringLiteral("opening"), name);
    return std::optional<OwnDescriptor>(OwnDescriptor(next));
}

Result<OwnDescriptor> TreeDirectory::again(BytesView forWhat) const
{
    OwnDescriptor another(::fcntl(descriptorOf(m_descriptor), F_DUPFD_CLOEXEC, 0));
    if (!another.isOpen())
        return systemFailure(QStringLiteral("opening"), forWhat);
    return another;
}

Result<std::vector<TreeDirectory::Entry>> TreeDirectory::list() const
{
    // Opened anew: the position within a directory belongs to the open description.
    const int own = ::openat(descriptorOf(m_descriptor), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR* const stream = own < 0 ? nullptr : ::fdopendir(own);
    if (stream == nullptr) {
        const Failure failure = systemFailure(QStringLiteral("listing"), ".");
        if (own >= 0)
            ::close(own);
        return failure;
    }
    std::vector<Entry> entries;
    errno = 0;
    while (const dirent* entry = ::readdir(stream)) {
        if (std::strcmp(entry->d_name, ".") != 0 && std::strcmp(entry->d_name, "..") != 0)
            entries.push_back({entry->d_name, kindOf(own, *entry)});
        errno = 0;
    }
    const bool isWhole = errno == 0;
    const Failure failure = systemFailure(QStringLiteral("listing"), ".");
    ::closedir(stream);
    if (!isWhole)
        return failure;
    std::ranges::sort(entries, {}, &Entry::name);
    return entries;
}

Result<std::optional<FileIdentity>> TreeDirectory::look(BytesView name) const
{
    if (!isTreeName(name))
        return badTreeName(name);
    struct stat status {};
    if (::fstatat(descriptorOf(m_descriptor), Bytes(name).c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0)
        return std::optional<FileIdentity>(identityOf(status));
    if (errno == ENOENT)
        return std::optional<FileIdentity>();
    return systemFailure(QStringLiteral("looking at"), name);
}

Result<std::optional<TreeFile>> TreeDirectory::openFile(BytesView name) const
{
    if (!isTreeName(name))
        return badTreeName(name);
    // O_NONBLOCK: a pipe that has taken the name's place does not hold us up.
    OwnDescriptor descriptor(
        ::openat(descriptorOf(m_descriptor), Bytes(name).c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    if (!descriptor.isOpen() && errno == ENOENT)
        return std::optional<TreeFile>();
    if (!descriptor.isOpen())
        return systemFailure(QStringLiteral("opening"), name);
    struct stat status {};
    if (::fstat(descriptorOf(descriptor), &status) != 0)
        return systemFailure(QStringLiteral("looking at"), name);
    if (!S_ISREG(status.st_mode)) {
        errno = EINVAL;
        return systemFailure(QStringLiteral("opening what is no plain file,"), name);
    }
    return std::optional<TreeFile>(TreeFile(std::move(descriptor), Bytes(name)));
}

Result<TreeFile> TreeDirectory::makeFile(BytesView name, bool fresh) const
{
    if (!isTreeName(name))
        return badTreeName(name);
    const int flags = O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC | (fresh ? O_TRUNC : 0);
    OwnDescriptor descriptor(::openat(descriptorOf(m_descriptor), Bytes(name).c_str(), flags, 0600));
    if (!descriptor.isOpen())
        return systemFailure(QStringLiteral("creating"), name);
    return TreeFile(std::move(descriptor), Bytes(name));
}

Result<> TreeDirectory::rename(BytesView name, const TreeDirectory& to, BytesView newName) const
{
    if (!isTreeName(name))
        return badTreeName(name);
    if (!isTreeName(newName))
        return badTreeName(newName);
    if (::renameat(descriptorOf(m_descriptor), Bytes(name).c_str(), descriptorOf(to.m_descriptor),
                   Bytes(newName).c_str()) != 0)
        return systemFailure(QStringLiteral("renaming to"), newName);
    return {};
}

Result<> TreeDirectory::remove(BytesView name) const
{
    if (!isTreeName(name))
        return badTreeName(name);
    if (::unlinkat(descriptorOf(m_descriptor), Bytes(name).c_str(), 0) != 0 && errno != ENOENT)
        return systemFailure(QStringLiteral("removing"), name);
    return {};
}

Result<> TreeDirectory::syncFileSystem() const
{
    if (::syncfs(descriptorOf(m_descriptor)) != 0)
        return systemFailure(QStringLiteral("syncing the file system of"), ".");
    return {};
}

} // namespace busheng
