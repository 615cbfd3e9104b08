"""SageMaker endpoints: the machines that answer, by the hour, until the endpoint is deleted."""

from decimal import Decimal
from typing import Final

from apexai.cost.meters import hours
from apexai.cost.quantity import Quantity, fixed
from apexai.cost.reading import Meter, Reading
from apexai.cost.surroundings import NotKnown, Surroundings, known_number, known_text
from apexai.cost.view import text_at, value_at
from apexai.graph.model import Resource, Unknown

_CONFIGURATION: Final = "aws:sagemaker/endpointConfiguration:EndpointConfiguration"
_SCALABLE_TARGET: Final = "aws:appautoscaling/target:Target"
_INSTANCES: Final = "sagemaker:variant:DesiredInstanceCount"
_DATA: Final = "what an endpoint takes in and sends out by the GB, and the disks of its machines, are not counted"


def read_endpoint(around: Surroundings) -> Reading:
    """The machines of each variant; those of an endpoint that is scaled, from the least to the most.

    Source: https://aws.amazon.com/sagemaker/pricing, real-time inference, as the price book's rows name it.
    """
    configuration = around.view.referenced(around.resource, "endpointConfigName", _CONFIGURATION)
    if configuration is None:
        raise NotKnown("its endpoint configuration is not in the program")
    variants = value_at(configuration.inputs, "productionVariants")
    if not isinstance(variants, list) or isinstance(variants, Unknown):
        raise NotKnown("its variants are not known before the deployment")
    meters = tuple(_machines(around, configuration, at) for at in range(len(variants)))
    return Reading(meters=meters, assumptions=(_DATA,))


def _machines(around: Surroundings, configuration: Resource, at: int) -> Meter:
    path = ("productionVariants", at)
    if value_at(configuration.inputs, *path, "serverlessConfig"):
        raise NotKnown("no source states the price of serverless inference")
    machine = known_text(configuration, *path, "instanceType")
    begun = known_number(configuration, *path, "initialInstanceCount", default=1)
    return hours(around, f"aws-sagemaker-{machine}", machine, count=_count(around, begun))


def _count(around: Surroundings, begun: Decimal) -> Quantity:
    found = around.view.dependents(around.resource, _SCALABLE_TARGET)
    scaled = [target for target in found if text_at(target.inputs, "scalableDimension") == _INSTANCES]
    if len(scaled) != 1:
        return fixed(begun)
    least, most = known_number(scaled[0], "minCapacity"), known_number(scaled[0], "maxCapacity")
    return Quantity(least, min(max(begun, least), most), most)
