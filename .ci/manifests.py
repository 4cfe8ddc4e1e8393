"""Checks rendered manifests for what the schemas do not say: hardened pods, and references that lead somewhere."""

import sys

import yaml


def pods(resources):
    """Every resource that has a pod template, with the template's pod."""
    for resource in resources:
        template = resource.get("spec", {}).get("template") if resource.get("spec") else None
        if template:
            yield resource["metadata"]["name"], template["metadata"]["labels"], template["spec"]


def hardening(name, pod):
    """What a pod of ours must have, as pairs of a fault and whether it is absent."""
    context = pod.get("securityContext", {})
    yield f"{name}: runs as root", context.get("runAsNonRoot") is True
    yield f"{name}: no seccomp profile", context.get("seccompProfile", {}).get("type") == "RuntimeDefault"
    yield f"{name}: mounts a service account token", pod.get("automountServiceAccountToken") is False
    yield f"{name}: uses the default service account", "serviceAccountName" in pod
    for container in pod["containers"]:
        at = f"{name}/{container['name']}"
        own = container.get("securityContext", {})
        yield f"{at}: writable root file system", own.get("readOnlyRootFilesystem") is True
        yield f"{at}: may gain privileges", own.get("allowPrivilegeEscalation") is False
        yield f"{at}: keeps capabilities", own.get("capabilities", {}).get("drop") == ["ALL"]
        yield f"{at}: no limits", {"cpu", "memory"} <= container.get("resources", {}).get("limits", {}).keys()
        for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
            yield f"{at}: no {probe}", probe in container
        image = container["image"]
        yield f"{at}: image {image} has no tag", ":" in image and not image.endswith(":latest")


def references(name, pod, known):
    """Config maps, secrets and service accounts that a pod names, and whether they are there."""
    names = [("ServiceAccount", pod["serviceAccountName"])]
    for container in pod["containers"]:
        for variable in container.get("env", []):
            source = variable.get("valueFrom", {})
            if "secretKeyRef" in source:
                names.append(("Secret", source["secretKeyRef"]["name"]))
            if "configMapKeyRef" in source:
                names.append(("ConfigMap", source["configMapKeyRef"]["name"]))
    for volume in pod.get("volumes", []):
        if "configMap" in volume:
            names.append(("ConfigMap", volume["configMap"]["name"]))
        for source in volume.get("projected", {}).get("sources", []):
            if "secret" in source:
                names.append(("Secret", source["secret"]["name"]))
    for kind, reference in names:
        yield f"{name}: {kind} {reference} does not exist", (kind, reference) in known


def services(resources):
    """Services, and whether their selector and ports meet a pod."""
    for service in (r for r in resources if r["kind"] == "Service"):
        name, selector = service["metadata"]["name"], service["spec"]["selector"]
        met = [pod for _, labels, pod in pods(resources) if selector.items() <= labels.items()]
        yield f"Service {name} selects {len(met)} workloads", len(met) == 1
        ports = {p["name"] for pod in met for c in pod["containers"] for p in c.get("ports", [])}
        wanted = {port["targetPort"] for port in service["spec"]["ports"]}
        yield f"Service {name}: no such container port: {wanted - ports}", wanted <= ports


def main(path):
    with open(path, encoding="utf-8") as file:
        resources = [resource for resource in yaml.safe_load_all(file) if resource]
    known = {(resource["kind"], resource["metadata"]["name"]) for resource in resources}
    checks = list(services(resources))
    for name, _, pod in pods(resources):
        checks += list(hardening(name, pod)) + list(references(name, pod, known))
    namespaces = [r for r in resources if r["kind"] == "Namespace"]
    for namespace in namespaces:
        enforced = namespace["metadata"]["labels"].get("pod-security.kubernetes.io/enforce")
        checks.append((f"Namespace {namespace['metadata']['name']} is not restricted", enforced == "restricted"))
    denying = any(
        r["kind"] == "NetworkPolicy" and r["spec"]["podSelector"] == {} and "ingress" not in r["spec"] and "egress" not in r["spec"]
        for r in resources
    )
    checks.append(("no default-deny network policy", denying))
    faults = [fault for fault, holds in checks if not holds]
    for fault in faults:
        print(f"{path}: {fault}", file=sys.stderr)
    print(f"{path}: {len(resources)} resources, {len(checks)} checks, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
