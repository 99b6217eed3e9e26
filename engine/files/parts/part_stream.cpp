// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/files/parts/part_stream.h"

#include "engine/base/log.h"

#include <algorithm>

namespace busheng {
namespace {

constexpr qint64 kBlockBytes = 1 << 20;

} // namespace

Result<> streamFile(File& file, qint64 offset, qint64 bytes, const std::function<Result<>(BytesView)>& take)
{
    Bytes block;
    while (bytes > 0) {
        block.resize(static_cast<std::size_t>(std::min(bytes, kBlockBytes)));
        ENGINE_TRY_AS(const std::size_t got, file.readAt(offset, block));
        if (got == 0)
            return fail(ErrorCode::Conflict, QStringLiteral("the file became shorter while it was read"));
        ENGINE_TRY(take(BytesView(block).substr(0, got)));
        offset += static_cast<qint64>(got);
        bytes -= static_cast<qint64>(got);
    }
    return {};
}

Result<std::unique_ptr<WholeFileWriter>> WholeFileWriter::create(FileSystem& fileSystem, const QString& directory,
                                                                 const QString& name)
{
    std::unique_ptr<WholeFileWriter> writer(new WholeFileWriter(
        fileSystem, directory + u'/' + name, directory + QStringLiteral("/.") + name + QStringLiteral(".new")));
    ENGINE_TRY_AS(writer->m_file, fileSystem.open(writer->m_temporary, FileSystem::OpenMode::ReadWrite));
    ENGINE_TRY(writer->m_file->truncate(0)); // of one that a crash left
    return writer;
}

WholeFileWriter::~WholeFileWriter()
{
    if (!m_file)
        return;
    m_file.reset();
    if (const auto removed = m_fileSystem.remove(m_temporary); !removed)
        qCWarning(logBase).noquote() << "left behind:" << removed.error().toString();
}

Result<> WholeFileWriter::append(BytesView bytes)
{
    m_sm3.update(bytes);
    return m_file->append(bytes);
}

Result<> WholeFileWriter::publish()
{
    ENGINE_TRY(m_file->sync());
    ENGINE_TRY(m_fileSystem.rename(m_temporary, m_path));
    m_file.reset();
    return {};
}

} // namespace busheng
