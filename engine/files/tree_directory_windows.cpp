// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/files/tree_directory.h"

#include "engine/base/file_system.h"
#include "engine/base/windows_file.h"
#include "engine/files/names/relative_path.h"

#include <QDir>
#include <QStringDecoder>

#include <winternl.h>

#include <algorithm>
#include <array>
#include <cstring>

// Of the native interface, which alone opens a name relative to an open directory. In ntdll since Windows 2000.
extern "C" NTSYSAPI NTSTATUS NTAPI NtSetInformationFile(HANDLE, PIO_STATUS_BLOCK, PVOID, ULONG, FILE_INFORMATION_CLASS);

namespace busheng {
namespace {

constexpr std::int64_t kTicksPerSecond = 10'000'000; // of 100 ns, since 1601
constexpr std::int64_t kTicksUntil1970 = 11'644'473'600 * kTicksPerSecond;
constexpr std::int64_t kNsPerTick = 100;
constexpr std::size_t kLargestCall = 1U << 30;
constexpr std::size_t kListBytes = 64 << 10;
constexpr DWORD kShareAll = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE;
constexpr auto kRenameInformation = static_cast<FILE_INFORMATION_CLASS>(10); // FileRenameInformation

HANDLE handleOf(const OwnDescriptor& own)
{
    return reinterpret_cast<HANDLE>(own.number());
}

Failure failure(DWORD code, const QString& doing, BytesView name)
{
    return storageFailure(code, doing, shownPath(name));
}

Failure lastFailure(const QString& doing, BytesView name)
{
    return failure(::GetLastError(), doing, name);
}

bool isAbsent(DWORD code)
{
    return code == ERROR_FILE_NOT_FOUND || code == ERROR_PATH_NOT_FOUND;
}

std::int64_t nsSince1970(LARGE_INTEGER ticks)
{
    return (ticks.QuadPart - kTicksUntil1970) * kNsPerTick;
}

/// As UTF-16; empty for a name that Windows cannot hold as it is.
std::wstring wideName(BytesView name)
{
    if (!isTreeName(name) || !checkTreePath(name, {.forWindows = true}))
        return {};
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString text = decoder(QByteArrayView(name.data(), static_cast<qsizetype>(name.size())));
    return decoder.hasError() ? std::wstring() : text.toStdWString();
}

struct Opened {
    OwnDescriptor descriptor;
    DWORD code = ERROR_SUCCESS;
};

/// A name directly in an open directory; links are opened themselves, never followed. `name` empty: the directory
/// again.
Opened openIn(const OwnDescriptor& directory, std::wstring name, ACCESS_MASK access, ULONG disposition, ULONG options)
{
    UNICODE_STRING text{};
    text.Length = static_cast<USHORT>(name.size() * sizeof(wchar_t));
    text.MaximumLength = text.Length;
    text.Buffer = name.data();
    OBJECT_ATTRIBUTES attributes{};
    attributes.Length = sizeof(attributes);
    attributes.RootDirectory = handleOf(directory);
    attributes.ObjectName = &text;
    attributes.Attributes = OBJ_CASE_INSENSITIVE;
    attributes.SecurityDescriptor = ownerOnly()->lpSecurityDescriptor; // of what is made
    IO_STATUS_BLOCK done{};
    HANDLE handle = INVALID_HANDLE_VALUE;
    const NTSTATUS status =
        ::NtCreateFile(&handle, access | SYNCHRONIZE, &attributes, &done, nullptr, FILE_ATTRIBUTE_NORMAL, kShareAll,
                       disposition, options | FILE_SYNCHRONOUS_IO_NONALERT | FILE_OPEN_REPARSE_POINT, nullptr, 0);
    if (status < 0)
        return {OwnDescriptor(), ::RtlNtStatusToDosError(status)};
    return {OwnDescriptor(reinterpret_cast<std::intptr_t>(handle)), ERROR_SUCCESS};
}

bool isLink(const OwnDescriptor& descriptor)
{
    FILE_ATTRIBUTE_TAG_INFO tag{};
    return ::GetFileInformationByHandleEx(handleOf(descriptor), FileAttributeTagInfo, &tag, sizeof(tag)) == 0 ||
           (tag.FileAttributes & FILE_ATTRIBUTE_REPARSE_POINT) != 0;
}

Result<FileIdentity> identityOf(const OwnDescriptor& descriptor, BytesView name)
{
    FILE_BASIC_INFO basic{};
    BY_HANDLE_FILE_INFORMATION file{};
    if (::GetFileInformationByHandleEx(handleOf(descriptor), FileBasicInfo, &basic, sizeof(basic)) == 0 ||
        ::GetFileInformationByHandle(handleOf(descriptor), &file) == 0)
        return lastFailure(QStringLiteral("looking at"), name);
    const auto joined = [](DWORD high, DWORD low) { return std::uint64_t{high} << 32U | low; };
    return FileIdentity{joined(file.nFileSizeHigh, file.nFileSizeLow), nsSince1970(basic.LastWriteTime),
                        nsSince1970(basic.ChangeTime), joined(file.nFileIndexHigh, file.nFileIndexLow)};
}

OVERLAPPED placeAt(std::uint64_t offset)
{
    OVERLAPPED place{};
    place.Offset = static_cast<DWORD>(offset & 0xffffffff);
    place.OffsetHigh = static_cast<DWORD>(offset >> 32U);
    return place;
}

TreeDirectory::Kind kindOf(DWORD attributes)
{
    constexpr DWORD kOther = FILE_ATTRIBUTE_REPARSE_POINT | FILE_ATTRIBUTE_DEVICE;
    if ((attributes & kOther) != 0)
        return TreeDirectory::Kind::Other;
    return (attributes & FILE_ATTRIBUTE_DIRECTORY) != 0 ? TreeDirectory::Kind::Directory : TreeDirectory::Kind::File;
}

} // namespace

void OwnDescriptor::close()
{
    ::CloseHandle(handleOf(*this));
}

Result<FileIdentity> TreeFile::identity() const
{
    return identityOf(m_descriptor, m_name);
}

Result<std::size_t> TreeFile::readAt(std::uint64_t offset, std::span<char> out) const
{
    std::size_t done = 0;
    while (done < out.size()) {
        OVERLAPPED place = placeAt(offset + done);
        DWORD got = 0;
        const auto wanted = static_cast<DWORD>(std::min(out.size() - done, kLargestCall));
        if (::ReadFile(handleOf(m_descriptor), out.data() + done, wanted, &got, &place) == 0 &&
            ::GetLastError() != ERROR_HANDLE_EOF)
            return lastFailure(QStringLiteral("reading"), m_name);
        if (got == 0)
            break;
        done += got;
    }
    return done;
}

Result<> TreeFile::writeAt(std::uint64_t offset, BytesView bytes)
{
    std::size_t done = 0;
    while (done < bytes.size()) {
        OVERLAPPED place = placeAt(offset + done);
        DWORD put = 0;
        const auto wanted = static_cast<DWORD>(std::min(bytes.size() - done, kLargestCall));
        if (::WriteFile(handleOf(m_descriptor), bytes.data() + done, wanted, &put, &place) == 0)
            return lastFailure(QStringLiteral("writing"), m_name);
        done += put;
    }
    return {};
}

Result<> TreeFile::truncate(std::uint64_t size)
{
    FILE_END_OF_FILE_INFO end{};
    end.EndOfFile.QuadPart = static_cast<LONGLONG>(size);
    if (::SetFileInformationByHandle(handleOf(m_descriptor), FileEndOfFileInfo, &end, sizeof(end)) == 0)
        return lastFailure(QStringLiteral("truncating"), m_name);
    return {};
}

Result<> TreeFile::sync()
{
    if (::FlushFileBuffers(handleOf(m_descriptor)) == 0)
        return lastFailure(QStringLiteral("syncing"), m_name);
    return {};
}

void TreeFile::startWriting(std::uint64_t, std::uint64_t) {} // what is written is written through (makeFile)

Result<> TreeFile::setModified(std::int64_t modifiedNs)
{
    FILE_BASIC_INFO basic{}; // what is zero stays as it is
    basic.LastWriteTime.QuadPart = modifiedNs / kNsPerTick + kTicksUntil1970;
    if (::SetFileInformationByHandle(handleOf(m_descriptor), FileBasicInfo, &basic, sizeof(basic)) == 0)
        return lastFailure(QStringLiteral("setting the time of"), m_name);
    return {};
}

bool TreeFile::isOpenForWriting() const
{
    // Opening it so that nobody may write is refused while somebody does.
    const HANDLE another = ::ReOpenFile(handleOf(m_descriptor), GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_DELETE, 0);
    if (another == INVALID_HANDLE_VALUE)
        return ::GetLastError() == ERROR_SHARING_VIOLATION;
    ::CloseHandle(another);
    return false;
}

Result<TreeDirectory> TreeDirectory::openRoot(const QString& path)
{
    ENGINE_TRY(systemFileSystem().makeDirectories(QDir(path).absolutePath()));
    const HANDLE handle =
        ::CreateFileW(nativePath(path).c_str(), FILE_LIST_DIRECTORY | FILE_TRAVERSE | FILE_READ_ATTRIBUTES, kShareAll,
                      nullptr, OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS, nullptr);
    if (handle == INVALID_HANDLE_VALUE)
        return storageFailure(::GetLastError(), QStringLiteral("opening"), path);
    return TreeDirectory(OwnDescriptor(reinterpret_cast<std::intptr_t>(handle)));
}

Result<std::optional<OwnDescriptor>> TreeDirectory::step(const OwnDescriptor& from, BytesView name, bool create)
{
    const std::wstring wide = wideName(name);
    if (wide.empty())
        return badTreeName(name);
    Opened next = openIn(from, wide, FILE_LIST_DIRECTORY | FILE_TRAVERSE | FILE_READ_ATTRIBUTES,
                         create ? FILE_OPEN_IF : FILE_OPEN, FILE_DIRECTORY_FILE);
    if (isAbsent(next.code) && !create)
        return std::optional<OwnDescriptor>();
    if (next.code != ERROR_SUCCESS)
        return failure(next.code, QStringLiteral("opening"), name);
    if (isLink(next.descriptor))
        return failure(ERROR_CANT_RESOLVE_FILENAME, QStringLiteral("opening"), name);
    return std::optional<OwnDescriptor>(std::move(next.descriptor));
}

Result<OwnDescriptor> TreeDirectory::again(BytesView forWhat) const
{
    HANDLE another = INVALID_HANDLE_VALUE;
    if (::DuplicateHandle(::GetCurrentProcess(), handleOf(m_descriptor), ::GetCurrentProcess(), &another, 0, FALSE,
                          DUPLICATE_SAME_ACCESS) == 0)
        return lastFailure(QStringLiteral("opening"), forWhat);
    return OwnDescriptor(reinterpret_cast<std::intptr_t>(another));
}

Result<std::vector<TreeDirectory::Entry>> TreeDirectory::list() const
{
    // Opened anew: the position within a directory belongs to the open description.
    const Opened own = openIn(m_descriptor, {}, FILE_LIST_DIRECTORY, FILE_OPEN, FILE_DIRECTORY_FILE);
    if (own.code != ERROR_SUCCESS)
        return failure(own.code, QStringLiteral("listing"), ".");
    std::vector<Entry> entries;
    alignas(LARGE_INTEGER) static thread_local std::array<char, kListBytes> page;
    while (::GetFileInformationByHandleEx(handleOf(own.descriptor), FileIdBothDirectoryInfo, page.data(),
                                          static_cast<DWORD>(page.size())) != 0) {
        for (const char* at = page.data(); at != nullptr;) {
            const auto* entry = reinterpret_cast<const FILE_ID_BOTH_DIR_INFO*>(at);
            const QString name = QString::fromWCharArray(
                entry->FileName, static_cast<qsizetype>(entry->FileNameLength / sizeof(wchar_t)));
            const QByteArray utf8 = name.toUtf8();
            if (utf8 != "." && utf8 != "..")
                entries.push_back({Bytes(view(utf8)), kindOf(entry->FileAttributes)});
            at = entry->NextEntryOffset == 0 ? nullptr : at + entry->NextEntryOffset;
        }
    }
    if (::GetLastError() != ERROR_NO_MORE_FILES)
        return lastFailure(QStringLiteral("listing"), ".");
    std::ranges::sort(entries, {}, &Entry::name);
    return entries;
}

Result<std::optional<FileIdentity>> TreeDirectory::look(BytesView name) const
{
    const std::wstring wide = wideName(name);
    if (wide.empty())
        return badTreeName(name);
    const Opened file = openIn(m_descriptor, wide, FILE_READ_ATTRIBUTES, FILE_OPEN, 0);
    if (isAbsent(file.code))
        return std::optional<FileIdentity>();
    if (file.code != ERROR_SUCCESS)
        return failure(file.code, QStringLiteral("looking at"), name);
    ENGINE_TRY_AS(const FileIdentity identity, identityOf(file.descriptor, name));
    return std::optional<FileIdentity>(identity);
}

Result<std::optional<TreeFile>> TreeDirectory::openFile(BytesView name) const
{
    const std::wstring wide = wideName(name);
    if (wide.empty())
        return badTreeName(name);
    Opened file = openIn(m_descriptor, wide, GENERIC_READ, FILE_OPEN, FILE_NON_DIRECTORY_FILE);
    if (isAbsent(file.code))
        return std::optional<TreeFile>();
    if (file.code != ERROR_SUCCESS)
        return failure(file.code, QStringLiteral("opening"), name);
    if (isLink(file.descriptor))
        return failure(ERROR_CANT_RESOLVE_FILENAME, QStringLiteral("opening what is no plain file,"), name);
    return std::optional<TreeFile>(TreeFile(std::move(file.descriptor), Bytes(name)));
}

Result<TreeFile> TreeDirectory::makeFile(BytesView name, bool fresh) const
{
    const std::wstring wide = wideName(name);
    if (wide.empty())
        return badTreeName(name);
    // Written through: only an administrator may have a whole volume written out, as syncFileSystem() would.
    Opened file = openIn(m_descriptor, wide, GENERIC_READ | GENERIC_WRITE | DELETE,
                         fresh ? FILE_OVERWRITE_IF : FILE_OPEN_IF, FILE_NON_DIRECTORY_FILE | FILE_WRITE_THROUGH);
    if (file.code != ERROR_SUCCESS)
        return failure(file.code, QStringLiteral("creating"), name);
    if (isLink(file.descriptor))
        return failure(ERROR_CANT_RESOLVE_FILENAME, QStringLiteral("creating"), name);
    return TreeFile(std::move(file.descriptor), Bytes(name));
}

Result<> TreeDirectory::rename(BytesView name, const TreeDirectory& to, BytesView newName) const
{
    const std::wstring from = wideName(name);
    const std::wstring wide = wideName(newName);
    if (from.empty() || wide.empty())
        return badTreeName(from.empty() ? name : newName);
    const Opened file = openIn(m_descriptor, from, DELETE, FILE_OPEN, 0);
    if (file.code != ERROR_SUCCESS)
        return failure(file.code, QStringLiteral("renaming to"), newName);
    const std::size_t nameBytes = wide.size() * sizeof(wchar_t);
    std::vector<char> buffer(sizeof(FILE_RENAME_INFO) + nameBytes);
    auto* information = reinterpret_cast<FILE_RENAME_INFO*>(buffer.data());
    information->ReplaceIfExists = TRUE;
    information->RootDirectory = handleOf(to.m_descriptor);
    information->FileNameLength = static_cast<DWORD>(nameBytes);
    std::memcpy(information->FileName, wide.data(), nameBytes);
    IO_STATUS_BLOCK done{};
    const NTSTATUS status = ::NtSetInformationFile(handleOf(file.descriptor), &done, information,
                                                   static_cast<ULONG>(buffer.size()), kRenameInformation);
    if (status < 0)
        return failure(::RtlNtStatusToDosError(status), QStringLiteral("renaming to"), newName);
    return {};
}

Result<> TreeDirectory::remove(BytesView name) const
{
    const std::wstring wide = wideName(name);
    if (wide.empty())
        return badTreeName(name);
    const Opened file = openIn(m_descriptor, wide, DELETE, FILE_OPEN, FILE_NON_DIRECTORY_FILE);
    if (isAbsent(file.code))
        return {};
    FILE_DISPOSITION_INFO gone{TRUE};
    if (file.code != ERROR_SUCCESS)
        return failure(file.code, QStringLiteral("removing"), name);
    if (::SetFileInformationByHandle(handleOf(file.descriptor), FileDispositionInfo, &gone, sizeof(gone)) == 0)
        return lastFailure(QStringLiteral("removing"), name);
    return {};
}

Result<> TreeDirectory::syncFileSystem() const
{
    return {}; // makeFile() writes through, and NTFS journals names
}

} // namespace busheng
