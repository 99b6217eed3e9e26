// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/patrol_model.h"

namespace busheng {

QString PatrolModel::text(const PatrolItem& item, int column) const
{
    switch (column) {
    case State:
        return PatrolReport::stateText(item.state);
    case Area:
        return item.area;
    case Subject:
        return item.subject;
    case Found:
        return item.text;
    default:
        return {};
    }
}

QString PatrolModel::header(int column) const
{
    switch (column) {
    case State:
        return tr("State");
    case Area:
        return tr("Area");
    case Subject:
        return tr("Of what");
    case Found:
        return tr("Found");
    default:
        return {};
    }
}

QVariant PatrolModel::more(const PatrolItem& item, int, int role) const
{
    return role == StateRole ? QVariant(int(item.state)) : QVariant();
}

} // namespace busheng
