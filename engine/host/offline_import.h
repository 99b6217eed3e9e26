// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/offline/package_part.h"

#include <mutex>
#include <optional>

namespace busheng {

/// Reads a package that was found to be ours (its signature, its receiver, its stream): packet after packet, from
/// whatever medium is there. Which packet is next the inbound queue knows, so it goes on where it was, whatever died.
///
/// Thread: packet() from one worker; the others any. Memory: a chunk. Fails: Config OFL_PART_MISSING, transient: the
/// medium with that part is not there; Config OFL_REFUSED: a part was changed or damaged.
class OfflineImport {
public:
    OfflineImport(PackageManifest manifest, QString directory);
    const PackageManifest& manifest() const { return m_manifest; }
    Result<Bytes> packet(quint64 sequence);

    struct Status {
        QString state; ///< "importing", "wantsPart", "failed", "imported"
        QString packageId;
        QString directory;
        qint64 part = 0; ///< being read, or wanted
        qint64 parts = 0;
        quint64 packets = 0; ///< read and queued
        quint64 packetsTotal = 0;
        std::optional<Error> error;
    };
    Status status() const;
    void noteQueued(quint64 sequence);
    void noteTrouble(const Error& error);
    /// What needs a person came up: nothing more is read.
    bool isStopped() const;

private:
    const PackageManifest m_manifest;
    const QString m_directory;
    std::unique_ptr<PackagePartReader> m_part;

    mutable std::mutex m_mutex; ///< m_status
    Status m_status;
};

} // namespace busheng
