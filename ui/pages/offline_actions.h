// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/engine_api.h"
#include "ui/models/subscription_row.h"

#include <QObject>

namespace busheng {

class EngineClient;

/// What a person does next about the offline start or the quality gate of a flow: one thing at a time, by its state.
class OfflineActions : public QObject {
    Q_OBJECT
public:
    OfflineActions(EngineClient& client, QWidget* window);

    /// What the button says; empty: there is nothing to do.
    static QString text(const SubscriptionRow& row);
    static QString method(const SubscriptionRow& row); ///< of the local API, that it begins with
    /// "package is being written · 3 parts · 2.1 GiB"; empty: the flow starts over the link.
    static QString progressText(const SubscriptionRow& row);
    void act(const SubscriptionRow& row);
    /// As act() does when the person has chosen a folder.
    void useFolder(const SubscriptionRow& row, const QString& folder);

Q_SIGNALS:
    void failed(const busheng::Error& error);

private:
    void chooseFolder(const SubscriptionRow& row);
    void cancel(const SubscriptionRow& row);
    void send(std::function<void(EngineApi&, Reply<>)> call);

    EngineClient& m_client;
    QWidget* m_window;
};

} // namespace busheng
