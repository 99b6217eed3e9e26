// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/values.h"
#include "ui/models/text_table_model.h"

namespace busheng {

/// Certificates and revocation lists that this node depends on. Texts are safe for display.
class CredentialModel : public TextTableModel<CredentialSnapshot> {
    Q_OBJECT
public:
    enum Column { Kind, Subject, Serial, Expires, State, ColumnCount };
    enum Role { StateRole = Qt::UserRole, SortRole };
    enum class States { Good, Soon, Ended };

    using TextTableModel::TextTableModel;
    int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : ColumnCount; }
    /// Soon: within 30 days, a list within 3.
    static States stateOf(const CredentialSnapshot& credential, qint64 nowUtcMs);
    static QString kindText(const QString& kind);

protected:
    QString text(const CredentialSnapshot& credential, int column) const override;
    QString header(int column) const override;
    QVariant more(const CredentialSnapshot& credential, int column, int role) const override;
};

/// The inventory of link keys with its history; never the keys. Texts are safe for display.
class LinkKeyModel : public TextTableModel<LinkKeyRecord> {
    Q_OBJECT
public:
    enum Column {
        Peer,
        Direction,
        Epoch,
        State,
        Suite,
        Packets,
        Size,
        Made,
        Active,
        Retired,
        Wiped,
        Why,
        Fingerprint,
        ColumnCount
    };
    enum Role { StateRole = Qt::UserRole, SortRole };
    enum class States { Granted, Active, Retired, Wiped };

    using TextTableModel::TextTableModel;
    int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : ColumnCount; }
    static States stateOf(const QString& state);

protected:
    QString text(const LinkKeyRecord& key, int column) const override;
    QString header(int column) const override;
    bool isNumber(int column) const override { return column == Epoch || column == Packets || column == Size; }
    QVariant more(const LinkKeyRecord& key, int column, int role) const override;

private:
    static QString whyText(const LinkKeyRecord& key);
};

} // namespace busheng
