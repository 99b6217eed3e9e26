// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/values.h"

#include <QAbstractListModel>

#include <vector>

namespace busheng {

/// What a look before operation found, errors first, with the texts of the catalogue. Texts are safe for display.
class FindingModel : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role { CauseRole = Qt::UserRole, RemedyRole, MetaRole, SeverityRole };

    using QAbstractListModel::QAbstractListModel;
    void setFindings(std::vector<PreflightFinding> findings);
    void retranslate();
    int count(const QString& severity) const;
    /// All of them for the clipboard.
    QString report() const;
    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

private:
    std::vector<PreflightFinding> m_findings;
};

} // namespace busheng
