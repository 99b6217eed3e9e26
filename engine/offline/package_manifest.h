// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/file_system.h"
#include "engine/base/result.h"
#include "engine/model/packet.h"
#include "engine/pipeline/pack/packet_codec.h"

#include <QJsonObject>

#include <vector>

namespace busheng {

/// What a package says of itself in clear: for whom it is, and the key that it is sealed with, hidden for that node.
struct PackageHead {
    QString id; ///< 32 hex digits, random
    StreamId stream;
    std::uint8_t suite = 0; ///< SuiteId of the key
    Bytes wrapped;          ///< of the key: docs/formats/keys.md
    qint64 createdUtcMs = 0;

    bool operator==(const PackageHead&) const = default;
};

/// One file of the package: so many packets, one behind the other.
struct PackagePart {
    quint32 number = 0; ///< 1, 2, 3 ...
    QString name;       ///< of the file
    qint64 bytes = 0;   ///< of its packets
    quint64 first = 0;  ///< sequence
    quint64 last = 0;
    Digest digest{}; ///< SM3 of its table of contents, which has those of its chunks

    bool operator==(const PackagePart&) const = default;
};

struct PackageTable {
    QString name;
    quint64 rows = 0; ///< at the position

    bool operator==(const PackageTable&) const = default;
};

/// What a package holds. Sealed, for table names are nobody's business on the way.
struct PackageManifest {
    QString id;
    QString dataset;
    quint64 generation = 1;
    quint64 position = 0; ///< of the snapshot: the first change that is not in the package is behind it
    quint64 lastSequence = 0;
    Digest lastDigest{}; ///< of that packet: the stream's next one says it, and no other
    std::vector<PackageTable> tables;
    std::vector<PackagePart> parts;

    bool operator==(const PackageManifest&) const = default;
};

/// The manifest's file, read and not yet believed.
struct SealedManifest {
    PackageHead head;
    Bytes headBytes;
    Bytes sealed; ///< a packet of the stream, with the package's key
    Bytes signature;
    std::vector<Bytes> chain; ///< of the signer's SM2 certificate, DER
};

/// The epoch of a package's key. Above all that a link ever has, and in another drawer than its keys.
inline constexpr std::uint32_t kPackageEpoch = 0x8000'0000;

/// How the files of a package are called: "busheng-340000-100000-7-1a2b3c4d", then ".manifest.zip" or ".001.zip".
QString packageBaseName(const PackageHead& head);
QString manifestFileName(const PackageHead& head);

QJsonObject partToJson(const PackagePart& part);
/// Fails: Corrupt.
Result<PackagePart> partFromJson(const QJsonObject& json);

Bytes encodePackageHead(const PackageHead& head);
/// What the signature is over.
Bytes signedPackageText(BytesView headBytes, BytesView sealed);

/// Seals `manifest` with a writer of its own. Fails: Crypto; Internal for a manifest beyond a packet's size.
Result<Bytes> sealManifest(const PackageManifest& manifest, const PackageHead& head, const LinkKey& key,
                           const BootId& bootId);
/// Fails: Config OFL_REFUSED; as PacketReader::read().
Result<PackageManifest> openManifest(const SealedManifest& sealed, const LinkKey& key, const QString& file);

/// Writes the file, durable. Fails: Storage.
Result<> writeManifestFile(FileSystem& fileSystem, const QString& path, const SealedManifest& manifest);
/// Fails: Config OFL_REFUSED; Storage.
Result<SealedManifest> readManifestFile(const QString& path);

} // namespace busheng
