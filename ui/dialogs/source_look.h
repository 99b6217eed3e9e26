// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/client/engine_client.h"
#include "ui/dialogs/route_choice.h"

namespace busheng {

/// What the dialogs that only look at a source have in common: of which dataset, which of its tables, by which route.
///
/// Puts the choice of a route into `form`. A dataset that is published under the name in `dataset` is looked at as it
/// is: with its route, and its tables are put into `tables`. `form`, whose labels follow the choice, must live as long
/// as what is returned, which belongs to the form's widget.
RouteChoice* addSourceLook(QFormLayout& form, const EngineClient& client, const QString& driver,
                           const QLineEdit& dataset, QLineEdit& tables);
/// As it stands in these fields.
DatasetConfig lookedAt(const QString& source, const QLineEdit& dataset, const QLineEdit& tables,
                       const RouteChoice& route);

} // namespace busheng
