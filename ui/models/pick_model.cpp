// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/pick_model.h"

#include "ui/text/display_text.h"

namespace busheng {

void PickModel::setNames(const QStringList& names)
{
    beginResetModel();
    m_names = names;
    choose();
    endResetModel();
}

void PickModel::setSearch(const QString& search)
{
    if (search.trimmed() == m_search)
        return;
    beginResetModel();
    m_search = search.trimmed();
    choose();
    endResetModel();
}

void PickModel::choose()
{
    m_shown.clear();
    for (int i = 0; i < m_names.size(); ++i) {
        if (m_search.isEmpty() || m_names.at(i).contains(m_search, Qt::CaseInsensitive))
            m_shown.push_back(i);
    }
}

void PickModel::setPicked(const QStringList& names)
{
    const QSet<QString> picked(names.begin(), names.end());
    if (picked == m_picked)
        return;
    m_picked = picked;
    showPicked();
}

void PickModel::showPicked()
{
    if (!m_shown.empty())
        Q_EMIT dataChanged(index(0), index(int(m_shown.size()) - 1), {Qt::CheckStateRole});
}

QStringList PickModel::picked() const
{
    QStringList picked;
    for (const QString& name : m_names) {
        if (m_picked.contains(name))
            picked.append(name);
    }
    return picked;
}

void PickModel::pickShown(bool isPicked)
{
    for (const int at : m_shown) {
        if (isPicked)
            m_picked.insert(m_names.at(at));
        else
            m_picked.remove(m_names.at(at));
    }
    showPicked();
    Q_EMIT pickedChanged();
}

int PickModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_shown.size());
}

QVariant PickModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const QString& name = m_names.at(m_shown[std::size_t(index.row())]);
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
        return displayText(name);
    case Qt::CheckStateRole:
        return int(m_picked.contains(name) ? Qt::Checked : Qt::Unchecked);
    default:
        return {};
    }
}

bool PickModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid) || role != Qt::CheckStateRole)
        return false;
    const QString& name = m_names.at(m_shown[std::size_t(index.row())]);
    if (value.toInt() == Qt::Checked)
        m_picked.insert(name);
    else
        m_picked.remove(name);
    Q_EMIT dataChanged(index, index, {Qt::CheckStateRole});
    Q_EMIT pickedChanged();
    return true;
}

Qt::ItemFlags PickModel::flags(const QModelIndex& index) const
{
    return index.isValid() ? Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable : Qt::NoItemFlags;
}

} // namespace busheng
