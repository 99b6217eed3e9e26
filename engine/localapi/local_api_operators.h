// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/localapi/local_api_methods.h"

namespace busheng {

/// Where the methods of OperatorsApi and ReviewApi go: at a node with a guard, to the guard's own for whoever asks.
struct OperatorDoor {
    OperatorsApi& operators;
    ReviewApi& review;
};

bool isOperatorMethod(const QString& method);
QStringList operatorMethodNames();
/// As callLocalApi(), for one that isOperatorMethod(). The door is not used after the return.
void callOperatorMethod(const OperatorDoor& door, const QString& method, const QJsonObject& params,
                        const LocalApiAnswer& answer);

} // namespace busheng
