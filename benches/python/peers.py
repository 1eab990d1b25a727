"""PyMongo and Beanie, as subjects of `cargo bench -p vellum-benches`: `peers.py NAME URI`.

A task and its answer are a line of JSON each; `shared/protocol.rs` says what is in them. PyMongo has no models: it reads
into dictionaries and writes them. Beanie reads into and writes pydantic models.
"""

import asyncio
import json
import sys
import time
from datetime import datetime
from typing import List, Optional
from uuid import UUID

import pymongo

SOURCE = "source"


class Watch:
    """Wall time and processor time of this process, since it was made."""

    def __init__(self):
        self.cpu = time.process_time()
        self.wall = time.perf_counter()

    def stop(self, documents):
        wall = time.perf_counter() - self.wall
        cpu = time.process_time() - self.cpu
        return {"wall_us": wall * 1e6, "client_cpu_us": cpu * 1e6, "documents": documents, "checksum": 0}


def spread(operation, documents):
    """Which document the nth single operation is about: each once, in no order of theirs."""
    return operation * 7919 % documents


def weight(value):
    """What the harness compares of a document that was read. `shared/weights.rs` has the same."""
    if "score" in value:
        return value["score"] + len(value["name"].encode())
    text = value["summary"] if "summary" in value else value["title"]
    items = sum(item["quantity"] + len(item["sku"].encode()) for item in value["items"])
    return value["number"] + len(text.encode()) + items


class PyMongo:
    works = [
        "find_small", "find_medium", "find_large", "page_200", "create_many_small", "create_many_small_ordered",
        "create_many_medium", "create_many_large", "get_one", "insert_one", "update_one", "update_returning",
    ]
    version = f"pymongo {pymongo.version}, python {sys.version.split()[0]}"

    def __init__(self, uri):
        client = pymongo.MongoClient(uri, uuidRepresentation="standard")
        self.source = client[SOURCE]
        self.scratch = client["scratch_pymongo"]

    def work(self, name, operations):
        if name.startswith("find_"):
            return self.find(self.source[name.removeprefix("find_")])
        if name.startswith("create_many_"):
            collection = name.removeprefix("create_many_").removesuffix("_ordered")
            return self.create_many(collection, name.endswith("_ordered"))
        return getattr(self, name)(operations)

    def find(self, collection):
        watch = Watch()
        values = collection.find({}).to_list()
        outcome = watch.stop(len(values))
        return outcome | {"checksum": sum(map(weight, values))}

    def create_many(self, name, ordered):
        values = self.source[name].find({}).to_list()
        watch = Watch()
        created = self.scratch[name].insert_many(values, ordered=ordered)
        return watch.stop(len(created.inserted_ids))

    def first(self, count):
        return self.source["small"].find({}).limit(count).to_list()

    def page_200(self, operations):
        watch = Watch()
        pages = [self.source["small"].find({}).limit(200).to_list() for _ in range(operations)]
        outcome = watch.stop(sum(map(len, pages)))
        return outcome | {"checksum": sum(weight(value) for page in pages for value in page)}

    def get_one(self, operations):
        ids = [value["_id"] for value in self.first(operations)]
        collection = self.source["small"]
        watch = Watch()
        found = [collection.find_one({"_id": ids[spread(n, len(ids))]}) for n in range(operations)]
        outcome = watch.stop(len(found))
        return outcome | {"checksum": sum(map(weight, found))}

    def insert_one(self, operations):
        values = self.first(operations)
        collection = self.scratch["small"]
        watch = Watch()
        for value in values:
            collection.insert_one(value)
        return watch.stop(len(values))

    def update_one(self, operations):
        values = self.first(operations)
        collection = self.scratch["small"]
        watch = Watch()
        modified = 0
        for n in range(operations):
            key = {"_id": values[spread(n, len(values))]["_id"]}
            modified += collection.update_one(key, {"$inc": {"ratio": 1.0}}).modified_count
        return watch.stop(modified)

    def update_returning(self, operations):
        values = self.first(operations)
        collection = self.scratch["small"]
        watch = Watch()
        updated = 0
        for n in range(operations):
            key = {"_id": values[spread(n, len(values))]["_id"]}
            after = collection.find_one_and_update(
                key, {"$inc": {"ratio": 1.0}}, return_document=pymongo.ReturnDocument.AFTER
            )
            updated += after is not None
        return watch.stop(updated)


def beanie_models():
    """The documents as Beanie's. `Created` are the small ones, where they are written."""
    from beanie import Document
    from pydantic import BaseModel

    class Fields(BaseModel):
        key: UUID
        joined: datetime
        name: str
        score: int
        ratio: float
        active: bool

    class Small(Document, Fields):
        class Settings:
            name = "small"
            keep_nulls = False

    class Created(Document, Fields):
        class Settings:
            name = "small"
            keep_nulls = False

    class Item(BaseModel):
        product: UUID
        sku: str
        quantity: int
        price: float
        note: Optional[str] = None

    class Address(BaseModel):
        street: str
        city: str
        zip: Optional[str] = None
        country: str

    class Medium(Document):
        number: int
        key: UUID
        title: str
        summary: str
        status: str
        owner: str
        email: str
        phone: Optional[str] = None
        website: Optional[str] = None
        created: datetime
        updated: datetime
        closed: Optional[datetime] = None
        price: float
        discount: Optional[float] = None
        weight: float
        quantity: int
        reserved: int
        views: int
        rating: int
        active: bool
        archived: bool
        address: Address
        tags: List[str]
        items: List[Item]

        class Settings:
            name = "medium"
            keep_nulls = False

    class Large(Document):
        number: int
        title: str
        items: List[Item]

        class Settings:
            name = "large"
            keep_nulls = False

    return Small, Created, Medium, Large


class Beanie:
    works = [
        "find_small", "find_medium", "find_large", "page_200", "create_many_small", "create_many_small_ordered",
        "get_one", "insert_one", "update_one",
    ]

    def __init__(self, uri):
        import beanie

        self.version = f"beanie {beanie.__version__}, pymongo {pymongo.version}"
        self.loop = asyncio.new_event_loop()
        self.models = beanie_models()
        self.loop.run_until_complete(self.connect(uri))

    async def connect(self, uri):
        from beanie import init_beanie

        client = pymongo.AsyncMongoClient(uri, uuidRepresentation="standard")
        small, created, medium, large = self.models
        await init_beanie(database=client[SOURCE], document_models=[small, medium, large])
        await init_beanie(database=client["scratch_beanie"], document_models=[created])

    def work(self, name, operations):
        return self.loop.run_until_complete(self.do(name, operations))

    async def do(self, name, operations):
        small, _, medium, large = self.models
        if name.startswith("find_"):
            return await self.find({"find_small": small, "find_medium": medium, "find_large": large}[name])
        if name.startswith("create_many_"):
            return await self.create_many(name.endswith("_ordered"))
        return await getattr(self, name)(operations)

    async def find(self, model):
        watch = Watch()
        values = await model.find_all().to_list()
        outcome = watch.stop(len(values))
        return outcome | {"checksum": sum(weight(value.model_dump()) for value in values)}

    async def first(self, count=None):
        small, created, _, _ = self.models
        query = small.find_all() if count is None else small.find_all().limit(count)
        return [created(**value.model_dump()) for value in await query.to_list()]

    async def create_many(self, ordered):
        created = self.models[1]
        values = await self.first()
        watch = Watch()
        result = await created.insert_many(values, ordered=ordered)
        return watch.stop(len(result.inserted_ids))

    async def page_200(self, operations):
        small = self.models[0]
        watch = Watch()
        pages = [await small.find_all().limit(200).to_list() for _ in range(operations)]
        outcome = watch.stop(sum(map(len, pages)))
        return outcome | {"checksum": sum(weight(value.model_dump()) for page in pages for value in page)}

    async def get_one(self, operations):
        small = self.models[0]
        ids = [value.id for value in await self.first(operations)]
        watch = Watch()
        found = [await small.get(ids[spread(n, len(ids))]) for n in range(operations)]
        outcome = watch.stop(len(found))
        return outcome | {"checksum": sum(weight(value.model_dump()) for value in found)}

    async def insert_one(self, operations):
        values = await self.first(operations)
        watch = Watch()
        for value in values:
            await value.insert()
        return watch.stop(len(values))

    async def update_one(self, operations):
        created = self.models[1]
        ids = [value.id for value in await self.first(operations)]
        watch = Watch()
        modified = 0
        for n in range(operations):
            result = await created.find_one(created.id == ids[spread(n, len(ids))]).update({"$inc": {"ratio": 1.0}})
            modified += result.modified_count
        return watch.stop(modified)


def say(line):
    print(json.dumps(line), flush=True)


def main():
    name, uri = sys.argv[1:3]
    subject = {"pymongo": PyMongo, "beanie": Beanie}[name](uri)
    say({"version": subject.version, "works": subject.works})
    for line in sys.stdin:
        task = json.loads(line)
        try:
            say({"done": subject.work(task["work"], task["operations"])})
        except Exception as error:
            say({"failed": f"{type(error).__name__}: {error}"})


main()
