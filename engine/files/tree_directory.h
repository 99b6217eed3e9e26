// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/bytes.h"
#include "engine/base/result.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace busheng {

/// What tells one state of a file from another without reading it.
struct FileIdentity {
    std::uint64_t size = 0;
    std::int64_t modifiedNs = 0; ///< since 1970, may be set by anybody
    std::int64_t changedNs = 0;  ///< by the kernel, at every change of content or attributes
    std::uint64_t inode = 0;

    bool operator==(const FileIdentity&) const = default;
};

/// A descriptor of our own; on Windows a handle.
class OwnDescriptor {
public:
    OwnDescriptor() = default;
    explicit OwnDescriptor(std::intptr_t number) : m_number(number) {}
    OwnDescriptor(OwnDescriptor&& other) noexcept;
    OwnDescriptor& operator=(OwnDescriptor&& other) noexcept;
    ~OwnDescriptor();
    std::intptr_t number() const { return m_number; }
    bool isOpen() const { return m_number != kNone; }

private:
    static constexpr std::intptr_t kNone = -1; ///< also INVALID_HANDLE_VALUE
    void close();

    std::intptr_t m_number = kNone;
};

/// An open file of a tree. Thread: one at a time. Fails: Storage (DSK_FULL transient, DSK_ERROR).
class TreeFile {
public:
    TreeFile() = default;
    TreeFile(OwnDescriptor descriptor, Bytes name) : m_descriptor(std::move(descriptor)), m_name(std::move(name)) {}
    Result<FileIdentity> identity() const;
    /// Fewer bytes only at the end of the file.
    Result<std::size_t> readAt(std::uint64_t offset, std::span<char> out) const;
    Result<> writeAt(std::uint64_t offset, BytesView bytes);
    Result<> truncate(std::uint64_t size);
    Result<> sync();
    /// Has the kernel begin to write what lies there, so that a later sync has little left to do.
    void startWriting(std::uint64_t offset, std::uint64_t size);
    Result<> setModified(std::int64_t modifiedNs);
    /// Whether some process has it open for writing, as far as the kernel says.
    bool isOpenForWriting() const;

private:
    OwnDescriptor m_descriptor;
    Bytes m_name;
};

/// A directory that is held open, and what lies directly in it or beneath. Nothing outside can be reached: names are
/// single components, no symbolic link is followed. Names are bytes; on Windows UTF-8, and a name that Windows could
/// not keep apart from another, or takes for a device or a stream of a file, is none. Thread: any, each call by itself.
/// Fails: Storage (DSK_FULL transient, DSK_ERROR); Config FIL_NAME for a name that is none.
class TreeDirectory {
public:
    enum class Kind { File, Directory, Other };
    struct Entry {
        Bytes name;
        Kind kind = Kind::Other;
    };

    TreeDirectory() = default;
    /// Creates what is missing, for the owner only.
    static Result<TreeDirectory> openRoot(const QString& path);

    /// `relative`: components with '/' between them, or empty: this one again. Empty result: it is not there.
    Result<std::optional<TreeDirectory>> open(BytesView relative) const;
    /// Creates what is missing.
    Result<TreeDirectory> make(BytesView relative) const;
    /// Sorted by the names' bytes.
    Result<std::vector<Entry>> list() const;
    /// Empty: there is no file, directory or other thing of that name.
    Result<std::optional<FileIdentity>> look(BytesView name) const;
    /// A regular file, for reading; empty: it is not there.
    Result<std::optional<TreeFile>> openFile(BytesView name) const;
    /// For reading and writing; created for the owner only. `fresh`: what is there is emptied.
    Result<TreeFile> makeFile(BytesView name, bool fresh) const;
    /// Replaces a file of that name.
    Result<> rename(BytesView name, const TreeDirectory& to, BytesView newName) const;
    /// Ok when it is not there.
    Result<> remove(BytesView name) const;
    /// What was written to this file system before the call is durable.
    Result<> syncFileSystem() const;

private:
    explicit TreeDirectory(OwnDescriptor descriptor) : m_descriptor(std::move(descriptor)) {}
    static Result<std::optional<OwnDescriptor>> step(const OwnDescriptor& from, BytesView name, bool create);
    /// Another one of the same directory.
    Result<OwnDescriptor> again(BytesView forWhat) const;

    OwnDescriptor m_descriptor;
};

/// One component: 1 to 255 bytes, neither "." nor "..", without '/' and NUL.
bool isTreeName(BytesView name);
/// FIL_NAME.
Failure badTreeName(BytesView name);
/// For logs, screens and JSON: bytes that are no UTF-8 as \xNN.
QString shownPath(BytesView path);
/// "a/b" and "c": "a/b/c".
Bytes joinPath(BytesView directory, BytesView name);

} // namespace busheng
