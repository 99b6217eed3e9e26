// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/backup_api.h"

#include <QJsonObject>

#include <optional>

namespace busheng::test {

/// The backups of a FakeEngine: a list that grows, and no file. Replies come through the event loop.
class FakeBackup final : public BackupApi {
public:
    using Note = std::function<std::optional<Error>(const QString& method, const QJsonObject& params)>;
    /// `note` records a call and says whether it fails; `post` runs later; `onChange` makes a new snapshot.
    FakeBackup(Note note, std::function<void(std::function<void()>)> post, std::function<void()> onChange)
        : m_note(std::move(note)), m_post(std::move(post)), m_onChange(std::move(onChange))
    {
    }

    void setShelf(const BackupShelf& shelf) { m_shelf = shelf; }
    const BackupShelf& shelf() const { return m_shelf; }

    void backups(Reply<BackupShelf> reply) override;
    void makeBackup(const QString& file, const QString& passphrase, const QString& by, Reply<BackupRow> reply) override;
    void verifyBackup(const QString& file, const QString& passphrase, const QString& by,
                      Reply<BackupRow> reply) override;
    void cancelBackup(Reply<> reply) override;
    void setBackupPlan(const BackupPlan& plan, Reply<> reply) override;

private:
    template <typename T>
    void answer(const QString& method, const QJsonObject& params, Reply<T> reply, std::function<Result<T>()> work)
    {
        const std::optional<Error> error = m_note(method, params);
        m_post([reply = std::move(reply), work = std::move(work), error] {
            reply(error ? Result<T>(fail(*error)) : work());
        });
    }

    Note m_note;
    std::function<void(std::function<void()>)> m_post;
    std::function<void()> m_onChange;
    BackupShelf m_shelf;
    qint64 m_last = 100;
};

} // namespace busheng::test
