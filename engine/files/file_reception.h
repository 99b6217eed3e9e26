// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/files/file_digest.h"
#include "engine/files/file_part.h"
#include "engine/files/file_receiver.h"
#include "engine/files/large_part.h"

namespace busheng {

/// The work of a FileReceiver, in its thread: one run of a peer from its opening to its end or the end of the session.
class FileReception {
public:
    FileReception(const FileReceiver::Options& options, const FileReceiver::Hooks& hooks, FileRecords& records,
                  FilePublisher& publisher, Clock& clock, std::stop_token stop)
        : m_options(options), m_hooks(hooks), m_records(records), m_publisher(publisher), m_clock(clock),
          m_stop(std::move(stop))
    {
    }

    /// An error ends the run: the sender is told its event.
    Result<> take(const Message& message);
    /// Keeps of large files what has come.
    void suspend();

private:
    /// What is known of a directory, so that a hundred thousand files do not ask for it each.
    struct Directory {
        qint64 id = 0;
        bool isNew = false; ///< nothing had arrived in it when the run was opened
    };

    Result<> onOpen(const Message& message);
    Result<> onKey(BytesView payload);
    Result<> onOffer(BytesView payload);
    Result<> onData(const Message& message);
    Result<> onBundle(BytesView bundle);
    Result<> onItem(const filemsg::BundleItem& item);
    Result<> onLarge(const FilePartHead& head, BytesView plain);
    Result<> onEnd(BytesView payload);

    Result<Directory*> directory(const Bytes& path);
    /// Whether these very bytes arrived before, and are not wanted once more.
    Result<bool> isRepeated(const Bytes& directory, const Bytes& name, BytesView digest,
                            std::optional<FileCatalogueEntry>* known = nullptr);
    Result<bool> isAsPublished(const Bytes& directory, const FileCatalogueEntry& known) const;
    Result<> stage(StagedFile file, BytesView content, std::int64_t modifiedNs);
    Result<> settle(StagedFile file, filemsg::Result::Outcome outcome, const QString& event = {},
                    const QStringList& args = {});
    Result<> publish(StagedFile file);
    StagedFile staged(std::uint64_t number, const Bytes& directory, const Bytes& name) const;
    StagedFile staged(const filemsg::Offer& offer) const;

    const FileReceiver::Options& m_options;
    const FileReceiver::Hooks& m_hooks;
    FileRecords& m_records;
    FilePublisher& m_publisher;
    Clock& m_clock;
    std::stop_token m_stop;

    QString m_task;
    bool m_fullCopy = false;
    bool m_seal = true;
    const AtRestSealing* m_sealing = nullptr; ///< of files that shall lie sealed
    std::shared_ptr<FileDestination> m_destination;
    std::optional<FilePartOpener> m_opener;
    std::map<Bytes, Directory> m_directories;
    std::map<std::uint64_t, LargePart> m_large;
    Bytes m_plain;
    std::uint64_t m_taken = 0;     ///< bytes of FileData
    std::uint64_t m_takenTold = 0; ///< that the sender knows of
};

} // namespace busheng
