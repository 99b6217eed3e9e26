// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/source_look.h"

#include "ui/dialogs/engine_dialog.h"

#include <algorithm>

namespace busheng {

RouteChoice* addSourceLook(QFormLayout& form, const EngineClient& client, const QString& driver,
                           const QLineEdit& dataset, QLineEdit& tables)
{
    auto* route = new RouteChoice;
    route->setDriver(driver);
    const auto& published = client.latest().publications;
    const auto known =
        std::ranges::find(published, dataset.text(), [](const PublicationSnapshot& one) { return one.config.name; });
    if (known != published.end()) {
        route->suggest(known->config);
        tables.setText(known->config.tables.join(QStringLiteral(", ")));
    }
    form.addRow(route);
    alignLabels(form, route->form());
    QObject::connect(route, &RouteChoice::changed, route, [route, &form] { alignLabels(form, route->form()); });
    return route;
}

DatasetConfig lookedAt(const QString& source, const QLineEdit& dataset, const QLineEdit& tables,
                       const RouteChoice& route)
{
    DatasetConfig looked{dataset.text().trimmed(), source, Route::Log, namesIn(tables), {}};
    route.apply(looked);
    return looked;
}

} // namespace busheng
