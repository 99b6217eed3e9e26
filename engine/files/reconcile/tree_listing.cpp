// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/files/reconcile/tree_listing.h"

#include "engine/crypto/sm3.h"
#include "engine/files/names/relative_path.h"
#include "engine/model/events.h"

#include <QFileInfo>

#include <algorithm>
#include <filesystem>

namespace busheng {
namespace {

constexpr std::size_t kPageRows = 200;
constexpr std::size_t kBlockBytes = 1 << 20;

Bytes joined(const Bytes& directory, const Bytes& name)
{
    return directory.empty() ? name : directory + '/' + name;
}

/// Names are bytes: as the system has them, or UTF-8 where it has UTF-16 (Windows).
std::filesystem::path pathOf(const Bytes& name)
{
    return std::filesystem::path(std::u8string(name.begin(), name.end()));
}

template <typename Native>
Bytes bytesOf(const Native& name)
{
    if constexpr (std::is_same_v<Native, std::wstring>) {
        const QByteArray utf8 = QString::fromStdWString(name).toUtf8();
        return Bytes(view(utf8));
    } else {
        return name;
    }
}

} // namespace

TreeListing::TreeListing(FileSystem& fileSystem, const QString& root)
    : m_fileSystem(fileSystem), m_root(root.toStdString()), m_waiting{Bytes()}
{
}

Result<> TreeListing::open(const Bytes& directory)
{
    m_directory = directory;
    m_names.clear();
    const Bytes path = joined(m_root, directory);
    std::error_code error;
    std::filesystem::directory_iterator entries(pathOf(path), error);
    for (const std::filesystem::directory_iterator end; !error && entries != end; entries.increment(error)) {
        const Bytes name = bytesOf(entries->path().filename().native());
        const auto status = entries->symlink_status(error);
        if (error)
            break;
        const bool isFile = std::filesystem::is_regular_file(status);
        const bool isDirectory = std::filesystem::is_directory(status);
        const Bytes relative = joined(directory, name);
        if ((!isFile && !isDirectory) || !checkTreePath(relative))
            ++m_leftOut;
        else if (isFile)
            m_names.push_back(name);
        else
            m_waiting.insert(relative);
    }
    if (error) {
        const QString shown = QString::fromStdString(path);
        const QString why = QString::fromStdString(error.message());
        return fail(makeEvent(ErrorCode::Storage, events::DSK_ERROR, {shown, why}, shown + QStringLiteral(": ") + why));
    }
    std::ranges::sort(m_names, std::ranges::greater());
    return {};
}

Result<FileListingRow> TreeListing::read(const Bytes& name)
{
    FileListingRow row{m_directory, name, 0, {}, QStringLiteral("arrived"), 0, 0, 0};
    const QString path = QString::fromStdString(joined(m_root, joined(m_directory, name)));
    ENGINE_TRY_AS(const auto file, m_fileSystem.open(path, FileSystem::OpenMode::Read));
    row.lastUtcMs = QFileInfo(path).lastModified().toMSecsSinceEpoch();
    row.firstUtcMs = row.lastUtcMs;
    Sm3 digest;
    Bytes block(kBlockBytes, '\0');
    while (true) {
        ENGINE_TRY_AS(const std::size_t got, file->readAt(row.bytes, block));
        digest.update(BytesView(block).substr(0, got));
        row.bytes += static_cast<qint64>(got);
        if (got < block.size())
            break;
    }
    row.digest = digest.finish();
    return row;
}

Result<std::vector<FileListingRow>> TreeListing::nextPage()
{
    std::vector<FileListingRow> page;
    while (page.size() < kPageRows) {
        if (m_names.empty()) {
            if (m_waiting.empty())
                break;
            const Bytes directory = *m_waiting.begin();
            m_waiting.erase(m_waiting.begin());
            ENGINE_TRY(open(directory));
            continue;
        }
        ENGINE_TRY_AS(FileListingRow row, read(m_names.back()));
        m_names.pop_back();
        page.push_back(std::move(row));
    }
    return page;
}

} // namespace busheng
