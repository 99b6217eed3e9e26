// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/record_log.h"
#include "tests/support/crash_file_system.h"

#include <QHash>

namespace busheng::test {

inline QString logDirectory()
{
    return QStringLiteral("/data/log");
}

inline RecordLog::Options smallSegments(qint64 segmentBytes = 4096)
{
    RecordLog::Options options;
    options.directory = logDirectory();
    options.segmentBytes = segmentBytes;
    options.largestRecord = 1U << 20;
    return options;
}

inline QString inLog(const QString& name)
{
    return logDirectory() + u'/' + name;
}

/// A record that no other number and size has.
inline Bytes recordOf(std::uint64_t number, std::size_t size)
{
    Bytes record(size, '\0');
    std::mt19937_64 random(number * 1000003U + size);
    for (char& byte : record)
        byte = static_cast<char>(random());
    return record;
}

/// The files of a directory: taken while a log is open it is what a killed process leaves, afterwards what a clean end
/// does.
using Image = QHash<QString, Bytes>;

inline Image imageOf(CrashFileSystem& fileSystem)
{
    Image image;
    const QStringList names = fileSystem.list(logDirectory()).value();
    for (const QString& name : names)
        image.insert(name, fileSystem.contents(inLog(name)).value());
    return image;
}

inline std::unique_ptr<CrashFileSystem> fromImage(const Image& image)
{
    auto fileSystem = std::make_unique<CrashFileSystem>();
    static_cast<void>(fileSystem->makeDirectories(logDirectory()));
    for (auto file = image.begin(); file != image.end(); ++file)
        fileSystem->setContents(inLog(file.key()), file.value());
    return fileSystem;
}

} // namespace busheng::test
