// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/exchange.h"
#include "ui/models/keyed_table_model.h"
#include "ui/models/text_table_model.h"

namespace busheng {

struct OfferRow {
    QString key; ///< provider and dataset
    DatasetOffer offer;
    bool isOwn = false;

    bool operator==(const OfferRow&) const = default;
};

/// The catalogue: what this node offers and what its peers offer to it. Texts are safe for display.
class OfferModel : public KeyedTableModel<OfferRow> {
    Q_OBJECT
public:
    enum Column { Title, Provider, Tables, Access, Refresh, ColumnCount };

    using KeyedTableModel::KeyedTableModel;
    void update(const std::vector<DatasetOffer>& offers, const QString& ownCode);
    static QString keyOf(const QString& provider, const QString& dataset);
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString text(const OfferRow& row, int column) const;
};

struct AgreementRow {
    QString key; ///< the agreement's id
    ExchangeAgreement agreement;

    bool operator==(const AgreementRow&) const = default;
};

/// Agreements in which this node gives or takes.
class AgreementModel : public KeyedTableModel<AgreementRow> {
    Q_OBJECT
public:
    enum Column { Dataset, Peer, State, Until, Id, ColumnCount };
    enum Role {
        StateRole = Qt::UserRole, ///< int of AgreementState
        SortRole
    };

    using KeyedTableModel::KeyedTableModel;
    void update(const std::vector<ExchangeAgreement>& agreements);
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString text(const AgreementRow& row, int column) const;
};

/// The steps of one agreement, oldest first.
class ExchangeHistoryModel : public TextTableModel<ExchangeEvent> {
    Q_OBJECT
public:
    enum Column { When, Step, Who, Way, Reason, ColumnCount };

    using TextTableModel::TextTableModel;
    int columnCount(const QModelIndex& parent = {}) const override;

protected:
    QString text(const ExchangeEvent& row, int column) const override;
    QString header(int column) const override;
};

} // namespace busheng
