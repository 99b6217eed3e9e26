// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/pipeline/apply/target_writer.h"

#include <QCryptographicHash>
#include <QTemporaryFile>

namespace busheng {

/// A large value while its parts arrive: a file without a name, so that neither memory nor what a crash leaves behind
/// grows with it. What it holds is checked against the digest that its source gave. Thread: the apply worker. Fails:
/// Storage DSK_FULL transient; Protocol without an event for a part that may not come now, Corrupt for another digest.
class ValueSpool final : public ValueSource {
public:
    /// `directory`: where the file lies; it is the user's data in clear.
    explicit ValueSpool(QString directory) : m_directory(std::move(directory)) {}

    /// True: the value is whole, and place() and what follows are of it until clear().
    Result<bool> take(const RowChange& part);
    bool isUnderWay() const { return m_progress.isUnderWay(); }
    const PartProgress& progress() const { return m_progress; }
    const ValuePlace& place() const { return m_place; }
    bool isNull() const { return m_isNull; }
    void clear();

    std::uint64_t size() const override { return m_size; }
    Result<> read(const std::function<Result<>(BytesView piece)>& sink) override;

private:
    Result<> begin(const ValuePart& part, std::uint32_t tableId);
    Result<> append(BytesView bytes);
    Failure failed(const QString& doing) const;

    QString m_directory;
    PartProgress m_progress;
    ValuePlace m_place;
    bool m_isNull = false;
    std::uint64_t m_size = 0;
    Bytes m_digest;
    QCryptographicHash m_hash{QCryptographicHash::Sha256};
    std::unique_ptr<QTemporaryFile> m_file;
};

} // namespace busheng
